import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../kernel/config';

/** For commands that work with what a hub holds: where a wrong directory was named they make no database there. */
export function refuseWithoutHub({ databaseUrl, dataDirectory }: Config): void {
  if (databaseUrl !== null || existsSync(join(dataDirectory, 'postgres'))) return;
  throw new Error(
    `There is no hub in ${dataDirectory}: set DATA_DIR to that of your hub, or start one with npm start.`,
  );
}
