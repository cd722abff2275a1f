import type { Pool } from 'pg';
import type { EmbeddedPostgres } from '../../src/kernel/postgres/embedded-postgres';
import { readPostmasterFile } from '../../src/kernel/postgres/embedded-postmaster';

/** The postmaster and all that it has started, at once. */
export async function killPostgres(owner: Pool, { dataDirectory }: EmbeddedPostgres): Promise<void> {
  const { rows } = await owner.query<{ pid: number }>('SELECT a.pid FROM pg_stat_activity a');
  const { pid } = (await readPostmasterFile(dataDirectory))!;
  for (const one of [pid, ...rows.map((row) => row.pid)]) endAtOnce(one);
}

function endAtOnce(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // Gone by itself, as what it was for is gone.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
