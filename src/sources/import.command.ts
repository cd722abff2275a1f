import { Option, type Command } from 'commander';
import { actAs, type ActAs } from '../directory/act-as';
import { print, type AddCommand, type WithDatabase } from '../kernel/command';
import type { ImportFlags, ImportTotals } from './import-run';
import { runLibrenms } from './librenms/import-librenms';
import { runMaintenance } from './maintenance/import-maintenance';
import { runNetbox } from './netbox/import-netbox';
import { runSamples } from './samples/import-samples';
import { runTopologyZoo } from './topology-zoo/import-topology-zoo';
import { runVeris } from './veris/import-veris';

/** hub import netbox | samples | topology-zoo | veris | librenms | maintenance */
export const addImportCommand: AddCommand = (program, withDatabase) => {
  const root = program
    .command('import')
    .description('bring data in from another system; the same import again changes nothing');
  for (const add of [addNetbox, addSamples, addTopologyZoo, addVeris, addLibrenms, addMaintenance])
    add(root, withDatabase);
};

function addNetbox(root: Command, withDatabase: WithDatabase): void {
  common(
    root.command('netbox <file>'),
    'netbox',
    'sites, devices, interfaces, links and addresses from a NetBox dump (JSON of Django dumpdata); regions where the owner keeps the directory',
  ).action(importing(withDatabase, runNetbox));
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
    .action(importing(withDatabase, runSamples));
}

function addTopologyZoo(root: Command, withDatabase: WithDatabase): void {
  common(
    root.command('topology-zoo <paths...>'),
    'topology-zoo',
    'sites, devices and links from networks of the Internet Topology Zoo (GML), one a file; folders are walked',
  ).action(importing(withDatabase, runTopologyZoo));
}

function addVeris(root: Command, withDatabase: WithDatabase): void {
  common(
    root.command('veris <paths...>'),
    'veris',
    'incidents from VERIS documents, one a file; folders are walked',
  ).action(importing(withDatabase, runVeris));
}

function addLibrenms(root: Command, withDatabase: WithDatabase): void {
  common(
    root.command('librenms <paths...>'),
    'librenms',
    'devices, ports, addresses, neighbours and readings of sensors as LibreNMS captures them (JSON), one device a file; folders are walked',
  )
    .option('--at <instant>', 'when LibreNMS read the sensors, which its files do not tell; without it no readings')
    .action(importing(withDatabase, runLibrenms));
}

function addMaintenance(root: Command, withDatabase: WithDatabase): void {
  common(
    root.command('maintenance <paths...>'),
    'maintnote',
    "planned work from carriers' notices as iCalendar (MAINTNOTE), also in mails (.eml); folders are walked, and a later notice moves or cancels what an earlier one told",
  ).action(importing(withDatabase, runMaintenance));
}

const common = (command: Command, source: string, description: string): Command =>
  command
    .description(description)
    .requiredOption('--owner <code>', 'organization that owns what has no other owner')
    .option('--source <name>', 'name of the system of record', source);

/** Exits with 1 where a row could not be taken. */
const importing =
  <What, Flags extends ImportFlags>(withDatabase: WithDatabase, run: Run<What, Flags>) =>
  async (what: What, flags: Flags): Promise<void> => {
    const acting = { organization: flags.owner, label: `import ${flags.source}` };
    const totals = await withDatabase(({ operator }) => run(what, flags, actAs(operator, acting)));
    const { created, updated, unchanged, refused } = totals;
    print(`${created} created, ${updated} updated, ${unchanged} unchanged, ${refused} refused`);
    if (refused > 0) process.exitCode = 1;
  };

type Run<What, Flags> = (what: What, flags: Flags, act: ActAs) => Promise<ImportTotals>;
