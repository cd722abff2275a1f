import type { Pool } from 'pg';
import type { Config } from '../../kernel/config';
import type { Job } from '../../kernel/jobs';
import type { Registry } from '../../kernel/registry';
import { fedTypes } from '../fed-types';
import { letExportsGo } from './export.store';
import { runExports } from './run-exports';

/** What writes exports, also those that a kill of the hub left half-way, and lets go what is over. */
export const exportJobs = (
  operator: Pool,
  registry: Registry,
  { exportHours, exportMegabytes }: Pick<Config, 'exportHours' | 'exportMegabytes'>,
): Job[] => [
  {
    name: 'run_exports',
    schedule: '* * * * *',
    work: (client, signal) =>
      runExports(client, {
        ...{ operator, signal, fed: fedTypes(registry) },
        ...{ hours: exportHours, mostBytes: exportMegabytes * 1e6 },
      }),
  },
  { name: 'let_exports_go', schedule: '*/10 * * * *', work: (client) => letExportsGo(client) },
];
