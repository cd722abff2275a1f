import type { ActAs } from '../../directory/act-as';
import { reporting } from '../import-report';
import { importItems, type ImportFlags, type ImportTotals } from '../import-run';
import { countVeris, readVeris } from './read-veris';

/** With progress and complaints on the terminal. */
export async function runVeris(paths: string[], { owner, source }: ImportFlags, act: ActAs): Promise<ImportTotals> {
  return reporting('veris', await countVeris(paths), (report) => {
    let done = 0;
    const items = readVeris(paths, owner, () => report.progress((done += 1)));
    return importItems(items, source, act, report.refuse);
  });
}
