import { stat } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import { actAs, type ActAs } from '../directory/act-as';
import { print, type AddCommand, type WithDatabase } from '../kernel/command';
import type { MetricKind } from '../monitoring/monitoring.values';
import { ImportReport } from './import-report';
import { importItems, type ImportTotals } from './import-run';
import type { ModelCount } from './netbox/read-dump-rows';
import { readNetbox } from './netbox/read-netbox';
import { importSamples } from './samples/import-samples';
import { listSampleFiles } from './samples/list-sample-files';
import { subjectFrom } from './samples/subject-from';
import { countVeris, readVeris } from './veris/read-veris';

interface Common {
  owner: string;
  source: string;
}
interface SampleFlags extends Common {
  metric?: string;
  unit?: string;
  kind?: MetricKind;
  device?: string;
  interface?: string;
}

/** hub import netbox | samples | veris */
export const addImportCommand: AddCommand = (program, withDatabase) => {
  const root = program
    .command('import')
    .description('bring data in from another system; the same import again changes nothing');
  common(
    root.command('netbox <file>'),
    'netbox',
    'sites, devices, interfaces, links and addresses from a NetBox dump (JSON of Django dumpdata)',
  ).action((file: string, options: Common) => importing(withDatabase, options, (act) => netbox(file, options, act)));
  common(
    root.command('samples <paths...>'),
    'csv',
    'samples from CSV files with a timestamp and a value column; folders are walked',
  )
    .option('--metric <name>', "name of the metric; made from each file's name unless said")
    .option('--unit <unit>', 'unit of the metric')
    .addOption(new Option('--kind <kind>', 'how its values behave').choices(['GAUGE', 'COUNTER']))
    .option('--device <ref>', 'device that they measure: [[owner/]source/]externalId')
    .option('--interface <ref>', 'interface that they measure: [[owner/]source/]externalId')
    .action((paths: string[], options: SampleFlags) =>
      importing(withDatabase, options, (act) => samples(paths, options, act)),
    );
  common(
    root.command('veris <paths...>'),
    'veris',
    'incidents from VERIS documents, one a file; folders are walked',
  ).action((paths: string[], options: Common) => importing(withDatabase, options, (act) => veris(paths, options, act)));
};

const common = (command: Command, source: string, description: string): Command =>
  command
    .description(description)
    .requiredOption('--owner <code>', 'organization that owns what has no other owner')
    .option('--source <name>', 'name of the system of record', source);

/** Exits with 1 where a row could not be taken. */
async function importing(
  withDatabase: WithDatabase,
  { owner, source }: Common,
  work: (act: ActAs) => Promise<ImportTotals>,
): Promise<void> {
  const totals = await withDatabase(({ operator }) =>
    work(actAs(operator, { organization: owner, label: `import ${source}` })),
  );
  const { created, updated, unchanged, refused } = totals;
  print(`${created} created, ${updated} updated, ${unchanged} unchanged, ${refused} refused`);
  if (refused > 0) process.exitCode = 1;
}

async function netbox(file: string, { owner, source }: Common, act: ActAs): Promise<ImportTotals> {
  const report = new ImportReport('netbox', 100);
  const items = readNetbox(file, {
    owner,
    source,
    onProgress: (done, total) => report.progress((100 * done) / total),
    onCounted: tellNotTaken,
  });
  const totals = await importItems(items, source, act, report.refuse);
  report.end();
  return totals;
}

/** What a dump holds beside what the hub keeps. */
function tellNotTaken(counts: readonly ModelCount[]): void {
  const left = counts.filter(({ use }) => use === 'NOT_TAKEN').map(({ model, rows }) => `${model} ${rows}`);
  if (left.length > 0) process.stderr.write(`\rnot taken: ${left.join(', ')}\n`);
}

async function veris(paths: string[], { owner, source }: Common, act: ActAs): Promise<ImportTotals> {
  const report = new ImportReport('veris', await countVeris(paths));
  let done = 0;
  const items = readVeris(paths, owner, () => report.progress((done += 1)));
  const totals = await importItems(items, source, act, report.refuse);
  report.end();
  return totals;
}

async function samples(paths: string[], flags: SampleFlags, act: ActAs): Promise<ImportTotals> {
  const files = await listSampleFiles(paths);
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  const report = new ImportReport(
    'samples',
    sizes.reduce((sum, size) => sum + size, 0),
  );
  const totals: ImportTotals = { created: 0, updated: 0, unchanged: 0, refused: 0 };
  const options = { ...flags, subject: subjectFrom(flags), now: () => new Date() };
  let done = 0;
  for (const file of files) {
    const written = await importSamples(file, options, act, report.refuse, (bytes) => report.progress((done += bytes)));
    for (const name of Object.keys(totals) as (keyof ImportTotals)[]) totals[name] += written[name];
  }
  report.end();
  return totals;
}
