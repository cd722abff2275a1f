import { print, type AddCommand } from '../kernel/command';
import { beginBar } from '../kernel/progress-bar';
import { migrations } from '../migrations';
import { backup } from './backup';
import type { OnProgress } from './backup-format';
import { restore } from './restore';

/** hub backup */
export const addBackupCommand: AddCommand = (program, withDatabase) => {
  program
    .command('backup <file>')
    .description('write every record of this moment to a file, while the hub goes on; it holds the hashes of keys')
    .option('--force', 'replace a file that is there')
    .action((file: string, { force }: { force?: boolean }) =>
      withDatabase(async ({ url }) => {
        const { tables, takenAt } = await withBar((onProgress) =>
          backup(url, file, onProgress, { force: force ?? false }),
        );
        print(`${countOf(tables)} rows of ${tables.length} tables as of ${takenAt} are in ${file}.`);
      }),
    );
};

/** hub restore */
export const addRestoreCommand: AddCommand = (program, withDatabase) => {
  program
    .command('restore <file>')
    .description(
      'fill an empty database from a file of `backup`; a file that was cut or altered is refused before anything is written',
    )
    .action((file: string) =>
      withDatabase(async ({ url }) => {
        const { tables, takenAt } = await withBar((onProgress) => restore(url, file, migrations, onProgress));
        print(`${countOf(tables)} rows of ${tables.length} tables as of ${takenAt} are back.`);
      }),
    );
};

const countOf = (tables: { rows: number }[]): number => tables.reduce((sum, { rows }) => sum + rows, 0);

/** Told every 64 KB: the bar itself draws ten times a second. */
async function withBar<T>(work: (onProgress: OnProgress) => Promise<T>): Promise<T> {
  const bar = beginBar();
  try {
    return await work(({ table, done, total }) => {
      bar.setTotal(Math.max(total, 1));
      bar.update(done, { what: table ?? 'checking the file' });
    });
  } finally {
    bar.stop();
  }
}
