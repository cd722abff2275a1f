import type { PoolClient } from 'pg';

/** Of each slice that is held until the transaction ends, when it was last looked at, in microseconds since 1970: nothing that was told of it is younger. */
export type HeldSlices = ReadonlyMap<number, number>;

export interface SliceOptions {
  /** In RFC 3339: by the database's clock unless said. */
  now: string;
  atOnce: number;
  /** A slice rests so long when it was looked at: samples of a minute come in many bodies. */
  restSeconds: number;
  /** Those that failed in this pass. */
  except: readonly number[];
}

/** Slices of which samples have come, or that time has woken, that nobody else looks at. */
export async function holdSlices(
  client: PoolClient,
  { now, atOnce, restSeconds, except }: SliceOptions,
): Promise<HeldSlices> {
  const { rows } = await client.query<{ slice: number; looked: number }>(
    `SELECT l.slice, extract(epoch FROM greatest(l.looked_at, 'epoch'))::float8 * 1e6 AS looked FROM private.rule_slice l
      WHERE (l.is_due AND (l.looked_at <= $1::timestamptz - make_interval(secs => $2) OR l.looked_at > $1) OR l.wake_at <= $1)
        AND l.slice <> ALL ($3::int[]) ORDER BY l.slice LIMIT $4 FOR UPDATE SKIP LOCKED`,
    [now, restSeconds, except, atOnce],
  );
  return new Map(rows.map(({ slice, looked }) => [slice, looked]));
}

export interface StateRow {
  slice: number;
  ruleId: string;
  states: Buffer;
  /** In microseconds since 1970. */
  warmUntil: number;
  dueAt: number;
}

/** How series of the slices stand to rules that are due; those of absence have no states. */
export async function statesOf(client: PoolClient, slices: readonly number[], now: string): Promise<StateRow[]> {
  const { rows } = await client.query<StateRow>(
    `SELECT s.slice, s.rule_id AS "ruleId", s.states, extract(epoch FROM s.warm_until)::float8 * 1e6 AS "warmUntil",
            extract(epoch FROM s.due_at)::float8 * 1e6 AS "dueAt"
       FROM private.rule_state s WHERE s.slice = ANY ($1::int[]) AND s.due_at <= $2 AND length(s.states) > 0 ORDER BY s.slice, s.rule_id`,
    [slices, now],
  );
  return rows;
}

export async function keepStates(
  client: PoolClient,
  rows: readonly Pick<StateRow, 'slice' | 'ruleId' | 'states' | 'dueAt'>[],
): Promise<void> {
  if (rows.length === 0) return;
  await client.query(
    `UPDATE private.rule_state s SET states = u.states, due_at = to_timestamp(u.due / 1e6)
       FROM unnest($1::int[], $2::uuid[], $3::bytea[], $4::float8[]) AS u(slice, rule_id, states, due)
      WHERE s.slice = u.slice AND s.rule_id = u.rule_id`,
    [
      rows.map(({ slice }) => slice),
      rows.map(({ ruleId }) => ruleId),
      rows.map(({ states }) => states),
      rows.map(({ dueAt }) => dueAt),
    ],
  );
}

export interface SliceLook {
  slice: number;
  /** Whether there is more to look at now. */
  isMore: boolean;
  /** When time alone may next bring something, in microseconds since 1970; Infinity: never. */
  wakeAt: number;
}

export async function keepLooks(client: PoolClient, looks: readonly SliceLook[], now: string): Promise<void> {
  await client.query(
    `UPDATE private.rule_slice l SET is_due = u.more, looked_at = $4,
            wake_at = least(CASE WHEN u.more THEN '-infinity' WHEN u.wake = 'Infinity' THEN 'infinity' ELSE to_timestamp(u.wake / 1e6) END,
                            (SELECT min(s.due_at) FROM private.rule_state s WHERE s.slice = u.slice AND s.due_at > $4))
       FROM unnest($1::int[], $2::bool[], $3::float8[]) AS u(slice, more, wake) WHERE l.slice = u.slice`,
    [looks.map(({ slice }) => slice), looks.map(({ isMore }) => isMore), looks.map(({ wakeAt }) => wakeAt), now],
  );
}
