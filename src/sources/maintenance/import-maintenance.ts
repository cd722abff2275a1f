import type { ActAs } from '../../directory/act-as';
import { reporting } from '../import-report';
import { importItems, type ImportFlags, type ImportTotals } from '../import-run';
import { listFiles } from '../list-files';
import { readNotices } from './read-notices';

/** With progress and complaints on the terminal. */
export async function runMaintenance(
  paths: string[],
  { owner, source }: ImportFlags,
  act: ActAs,
): Promise<ImportTotals> {
  const files = await listFiles(paths, '');
  return reporting('maintenance', files.length, (report) => {
    let done = 0;
    const items = readNotices(paths, owner, () => report.progress((done += 1)));
    return importItems(items, source, act, report.refuse);
  });
}
