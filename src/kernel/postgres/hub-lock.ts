import { Client } from 'pg';

const hubLock = 7_214_502;

/** Held as long as the connection lives, so that a killed hub gives it up by itself. */
export interface HubLock {
  release(): Promise<void>;
}

/** One hub at a time on an embedded database; null where another holds it. */
export async function takeHubLock(url: string): Promise<HubLock | null> {
  const client = new Client({ connectionString: url, application_name: 'commonwatch lock', keepAlive: true });
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [hubLock]);
  if (rows[0]!.taken) return { release: () => client.end() };
  await client.end();
  return null;
}
