import type { Hub } from './hub';

/** When the record changed, oldest first, as the log has it. */
export async function instantsOf(hub: Hub, id: string): Promise<string[]> {
  const changes = await hub.sql<{ at: string }>(
    'SELECT c.at FROM private.change c WHERE c.record_id = $1 ORDER BY c.seq',
    [id.slice(4)],
  );
  return changes.map(({ at }) => at);
}

/** The last instant that the hub can tell from this one. */
export async function justBefore(hub: Hub, instant: string): Promise<string> {
  const [row] = await hub.sql<{ at: string }>(`SELECT $1::timestamptz - interval '1 microsecond' AS at`, [instant]);
  return row!.at;
}
