import 'reflect-metadata';
import { Command } from 'commander';
import { addDemoCommand } from './demo/demo.command';
import { addKeyCommand } from './directory/key.command';
import { addOrganizationCommand } from './directory/organization.command';
import { addFollowCommand } from './feeds/follow/follow.command';
import { print, type WithDatabase } from './kernel/command';
import { readConfig } from './kernel/config';
import { addHistoryCommand } from './kernel/history/history.command';
import { openDatabase } from './kernel/postgres/open-database';
import { migrations } from './migrations';
import { addBackupCommand, addRestoreCommand } from './operations/backup.command';
import { printDatabase } from './operations/print-database';
import { refuseWithoutHub } from './operations/refuse-without-hub';
import { printedSchema } from './schema';
import { addImportCommand } from './sources/import.command';
import { addBacktestCommand } from './warnings/detector/backtest.command';

/** Made where there is none. */
const withDatabase: WithDatabase = async (work) => {
  const database = await openDatabase(readConfig(process.env), migrations);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
};

/** For what only reads, or could only fail in an empty database. */
const withHub: WithDatabase = async (work) => {
  refuseWithoutHub(readConfig(process.env));
  return withDatabase(work);
};

function createProgram(): Command {
  const program = new Command('hub').description(
    'Commonwatch: network inventory, samples and incidents of many organizations.',
  );
  program.showHelpAfterError().showSuggestionAfterError();
  program
    .command('migrate')
    .description('bring the database to the state of this program; does nothing where it is there already')
    .action(() => withDatabase(async () => print('The database is up to date.')));
  program
    .command('schema')
    .description('what the hub offers')
    .command('print')
    .description('print the GraphQL schema, or with --database the tables, policies, functions and triggers')
    .option('--database', 'print the database instead')
    .action(({ database }: { database?: boolean }) =>
      database
        ? withDatabase(async ({ url }) => print((await printDatabase(url)).trimEnd()))
        : print(printedSchema().trimEnd()),
    );
  for (const add of [addDemoCommand, addOrganizationCommand, addRestoreCommand]) add(program, withDatabase);
  for (const add of [addKeyCommand, addImportCommand, addHistoryCommand, addBackupCommand]) add(program, withHub);
  addFollowCommand(program);
  addBacktestCommand(program);
  return program;
}

// Who reads the answer may have read enough (| head): the rest is not for anybody.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

createProgram()
  .parseAsync(process.argv)
  .catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
