import { keepsDirectory } from '../../directory/keeps-directory';
import type { ActAs } from '../../directory/act-as';
import { reporting } from '../import-report';
import { importItems, type ImportFlags, type ImportTotals } from '../import-run';
import type { ModelCount } from './read-dump-rows';
import { readNetbox } from './read-netbox';

/** With progress and complaints on the terminal. Who does not keep the directory may not write regions, and leaves them out. */
export async function runNetbox(file: string, { owner, source }: ImportFlags, act: ActAs): Promise<ImportTotals> {
  const regions = await act(keepsDirectory);
  return reporting('netbox', 100, (report) => {
    const onProgress = (done: number, total: number) => report.progress((100 * done) / total);
    /** What a dump holds beside what the hub keeps. */
    const onCounted = (counts: readonly ModelCount[]) => {
      for (const { model, rows, use } of counts) if (use === 'NOT_TAKEN') report.leaveOut(model, rows);
    };
    const items = readNetbox(file, { owner, source, regions, onProgress, onCounted });
    return importItems(items, source, act, report.refuse);
  });
}
