import type { PoolClient } from 'pg';

/** A rule as far as it selects. */
export interface SelectingRule {
  id: string;
  ownerId: string;
  revision: string;
  /** Whether it looks at anything. */
  isOn: boolean;
  condition: string;
  /** What series are judged by, now and when it was selected last; null before. */
  judged: Record<string, unknown>;
  wasJudged: Record<string, unknown> | null;
  metric: string | null;
  seriesFilter: Record<string, unknown>;
  conditions: { label: string; equals: string | null; matches: string | null }[];
  regionIds: string[] | null;
  leastLevel: number | null;
}

/** So many times as long as its last selection took a rule rests from being selected again because of what others changed. */
const restTimes = 20;
const shortestRest = 15;

/** Rules that have changed, and those whose selection may have: some time after the last. */
export async function dueRules(client: PoolClient, now: string): Promise<SelectingRule[]> {
  const { rows } = await client.query<SelectingRule>(
    `SELECT r.id, r.owner_id AS "ownerId", r.updated_at::text AS revision, r.is_enabled AND r.removed_at IS NULL AS "isOn", r.condition,
            jsonb_build_object('condition', r.condition, 'metric', r.metric, 'terms', r.terms) AS judged, s.judged AS "wasJudged",
            r.metric, r.series_filter AS "seriesFilter", r.conditions, r.region_ids AS "regionIds", r.least_level AS "leastLevel"
       FROM hub.warning_rule r LEFT JOIN private.rule_selection s ON s.rule_id = r.id
      WHERE s.rule_id IS NULL OR s.revision <> r.updated_at
         OR s.is_stale AND r.is_enabled AND r.removed_at IS NULL
            AND s.selected_at + make_interval(secs => greatest($2, $3 * s.seconds)) <= $1
      ORDER BY s.selected_at NULLS FIRST, r.id`,
    [now, shortestRest, restTimes],
  );
  return rows;
}

/** Slices that the rule selects series of. */
export async function slicesOfRule(client: PoolClient, rule: string): Promise<number[]> {
  const { rows } = await client.query<{ slice: number }>(
    'SELECT s.slice FROM private.rule_state s WHERE s.rule_id = $1 ORDER BY s.slice',
    [rule],
  );
  return rows.map(({ slice }) => slice);
}

export interface MemberRow {
  slice: number;
  numbers: string[];
  states: Buffer;
}

/** The rule's rows of the slices, which nobody looks at until the transaction ends. */
export async function holdMembers(client: PoolClient, rule: string, slices: readonly number[]): Promise<MemberRow[]> {
  await client.query(
    'INSERT INTO private.rule_slice (slice) SELECT unnest($1::int[]) ORDER BY 1 ON CONFLICT DO NOTHING',
    [slices],
  );
  await client.query('SELECT FROM private.rule_slice l WHERE l.slice = ANY ($1::int[]) ORDER BY l.slice FOR UPDATE', [
    slices,
  ]);
  const { rows } = await client.query<MemberRow>(
    'SELECT s.slice, s.numbers::text[] AS numbers, s.states FROM private.rule_state s WHERE s.rule_id = $1 AND s.slice = ANY ($2::int[])',
    [rule, slices],
  );
  return rows;
}

/** Of series of the slices, those that stand as firing by the rule. */
export async function firingNumbers(client: PoolClient, rule: string): Promise<Set<number>> {
  const { rows } = await client.query<{ number: number }>(
    `SELECT s.number::float8 AS number FROM private.rule_firing f JOIN hub.series s ON s.id = f.series_id WHERE f.rule_id = $1`,
    [rule],
  );
  return new Set(rows.map(({ number }) => number));
}

/** When each series was last measured, in microseconds since 1970. */
export async function latestAts(client: PoolClient, numbers: readonly number[]): Promise<Map<number, number>> {
  const { rows } = await client.query<{ number: number; at: number }>(
    `SELECT l.series_number::float8 AS number, extract(epoch FROM l.at)::float8 * 1e6 AS at FROM private.latest_sample l
      WHERE l.series_number = ANY ($1::bigint[])`,
    [numbers],
  );
  return new Map(rows.map(({ number, at }) => [number, at]));
}

export interface NewMembers {
  slice: number;
  numbers: number[];
  states: Buffer;
}

export async function keepMembers(
  client: PoolClient,
  rule: string,
  members: readonly NewMembers[],
  now: string,
): Promise<void> {
  const [there, gone] = [
    members.filter(({ numbers }) => numbers.length > 0),
    members.filter(({ numbers }) => numbers.length === 0),
  ];
  await client.query('DELETE FROM private.rule_state s WHERE s.rule_id = $1 AND s.slice = ANY ($2::int[])', [
    rule,
    gone.map(({ slice }) => slice),
  ]);
  await client.query(
    `INSERT INTO private.rule_state AS s (slice, rule_id, numbers, states, warm_until, due_at)
     SELECT u.slice, $1, u.numbers::bigint[], u.states, $5, 'epoch' FROM unnest($2::int[], $3::text[], $4::bytea[]) AS u(slice, numbers, states)
     ON CONFLICT (slice, rule_id) DO UPDATE
        SET numbers = EXCLUDED.numbers, states = EXCLUDED.states, warm_until = EXCLUDED.warm_until, due_at = EXCLUDED.due_at`,
    [
      rule,
      there.map(({ slice }) => slice),
      there.map(({ numbers }) => `{${numbers.join()}}`),
      there.map(({ states }) => states),
      now,
    ],
  );
  await client.query(
    `UPDATE private.rule_slice l SET is_due = true, wake_at = '-infinity' WHERE l.slice = ANY ($1::int[])`,
    [there.map(({ slice }) => slice)],
  );
}

export interface Selected {
  count: number;
  isCut: boolean;
  seconds: number;
}

export async function keepSelection(
  client: PoolClient,
  rule: SelectingRule,
  { count, isCut, seconds }: Selected,
  now: string,
): Promise<void> {
  await client.query(
    `INSERT INTO private.rule_selection AS s (rule_id, revision, judged, selected_at, seconds, count, is_cut, due_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $4)
     ON CONFLICT (rule_id) DO UPDATE SET revision = EXCLUDED.revision, judged = EXCLUDED.judged, selected_at = EXCLUDED.selected_at,
       seconds = EXCLUDED.seconds, count = EXCLUDED.count, is_cut = EXCLUDED.is_cut, is_stale = false, due_at = EXCLUDED.due_at`,
    [rule.id, rule.revision, JSON.stringify(rule.judged), now, seconds, count, isCut],
  );
}

/** Under the scope of an organization as it reads, in the API's role, until the transaction ends. */
export async function standInFor(client: PoolClient, organization: string): Promise<void> {
  await client.query(`SELECT private.scope_as($1, 'READER', '{}', NULL, NULL)`, [organization]);
  await client.query('SET LOCAL ROLE hub_api');
  await client.query('SET LOCAL search_path = shown, hub');
}
