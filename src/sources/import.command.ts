import { stat } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import { actAs, type ActAs } from '../directory/act-as';
import { print, type AddCommand, type WithDatabase } from '../kernel/command';
import type { MetricKind } from '../monitoring/monitoring.values';
import { reporting } from './import-report';
import { importItems, type ImportTotals } from './import-run';
import { listFiles } from './list-files';
import { runLibrenms, type LibrenmsFlags } from './librenms/import-librenms';
import type { ModelCount } from './netbox/read-dump-rows';
import { readNetbox } from './netbox/read-netbox';
import { importSamples } from './samples/import-samples';
import { subjectFrom } from './samples/subject-from';
import { passes, readTopologyZoo } from './topology-zoo/read-topology-zoo';
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

/** hub import netbox | samples | topology-zoo | veris | librenms */
export const addImportCommand: AddCommand = (program, withDatabase) => {
  const root = program
    .command('import')
    .description('bring data in from another system; the same import again changes nothing');
  for (const add of [addNetbox, addSamples, addTopologyZoo, addVeris, addLibrenms]) add(root, withDatabase);
};

function addNetbox(root: Command, withDatabase: WithDatabase): void {
  common(
    root.command('netbox <file>'),
    'netbox',
    'sites, devices, interfaces, links and addresses from a NetBox dump (JSON of Django dumpdata)',
  ).action((file: string, options: Common) => importing(withDatabase, options, (act) => netbox(file, options, act)));
}

function addSamples(root: Command, withDatabase: WithDatabase): void {
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
}

function addTopologyZoo(root: Command, withDatabase: WithDatabase): void {
  common(
    root.command('topology-zoo <paths...>'),
    'topology-zoo',
    'sites, devices and links from networks of the Internet Topology Zoo (GML), one a file; folders are walked',
  ).action((paths: string[], options: Common) =>
    importing(withDatabase, options, (act) => topologyZoo(paths, options, act)),
  );
}

function addVeris(root: Command, withDatabase: WithDatabase): void {
  common(
    root.command('veris <paths...>'),
    'veris',
    'incidents from VERIS documents, one a file; folders are walked',
  ).action((paths: string[], options: Common) => importing(withDatabase, options, (act) => veris(paths, options, act)));
}

function addLibrenms(root: Command, withDatabase: WithDatabase): void {
  common(
    root.command('librenms <paths...>'),
    'librenms',
    'devices, ports, addresses, neighbours and readings of sensors as LibreNMS captures them (JSON), one device a file; folders are walked',
  )
    .option('--at <instant>', 'when LibreNMS read the sensors, which its files do not tell; without it no readings')
    .action((paths: string[], options: LibrenmsFlags) =>
      importing(withDatabase, options, (act) => runLibrenms(paths, options, act)),
    );
}

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

const netbox = (file: string, { owner, source }: Common, act: ActAs): Promise<ImportTotals> =>
  reporting('netbox', 100, (report) => {
    const onProgress = (done: number, total: number) => report.progress((100 * done) / total);
    const items = readNetbox(file, { owner, source, onProgress, onCounted: tellNotTaken });
    return importItems(items, source, act, report.refuse);
  });

/** What a dump holds beside what the hub keeps. */
function tellNotTaken(counts: readonly ModelCount[]): void {
  const left = counts.filter(({ use }) => use === 'NOT_TAKEN').map(({ model, rows }) => `${model} ${rows}`);
  if (left.length > 0) process.stderr.write(`\rnot taken: ${left.join(', ')}\n`);
}

async function topologyZoo(paths: string[], { owner, source }: Common, act: ActAs): Promise<ImportTotals> {
  const files = await listFiles(paths, '.gml');
  if (files.length === 0) throw new Error(`There is no GML file (*.gml) in "${paths.join('", "')}".`);
  return reporting('topology-zoo', files.length * passes, (report) => {
    let done = 0;
    const items = readTopologyZoo(files, { owner, onFile: () => report.progress((done += 1)) });
    return importItems(items, source, act, report.refuse);
  });
}

async function veris(paths: string[], { owner, source }: Common, act: ActAs): Promise<ImportTotals> {
  return reporting('veris', await countVeris(paths), (report) => {
    let done = 0;
    const items = readVeris(paths, owner, () => report.progress((done += 1)));
    return importItems(items, source, act, report.refuse);
  });
}

async function samples(paths: string[], flags: SampleFlags, act: ActAs): Promise<ImportTotals> {
  const files = await listFiles(paths, '.csv');
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const options = { ...flags, subject: subjectFrom(flags), now: () => new Date() };
  return reporting('samples', total, async (report) => {
    const totals: ImportTotals = { created: 0, updated: 0, unchanged: 0, refused: 0 };
    let done = 0;
    const onBytes = (bytes: number) => report.progress((done += bytes));
    for (const file of files) {
      const written = await importSamples(file, options, act, report.refuse, onBytes);
      for (const name of Object.keys(totals) as (keyof ImportTotals)[]) totals[name] += written[name];
    }
    return totals;
  });
}
