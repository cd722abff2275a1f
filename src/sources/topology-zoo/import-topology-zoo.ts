import type { ActAs } from '../../directory/act-as';
import { reporting } from '../import-report';
import { importItems, type ImportFlags, type ImportTotals } from '../import-run';
import { listFiles } from '../list-files';
import { passes, readTopologyZoo } from './read-topology-zoo';

/** With progress and complaints on the terminal. */
export async function runTopologyZoo(
  paths: readonly string[],
  { owner, source }: ImportFlags,
  act: ActAs,
): Promise<ImportTotals> {
  const files = await listFiles(paths, '.gml');
  if (files.length === 0) throw new Error(`There is no GML file (*.gml) in "${paths.join('", "')}".`);
  return reporting('topology-zoo', files.length * passes, (report) => {
    let done = 0;
    const items = readTopologyZoo(files, { owner, onFile: () => report.progress((done += 1)) });
    return importItems(items, source, act, report.refuse);
  });
}
