import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import { issueKeyAsOperator } from '../src/directory/operator-keys.store';
import { readConfig } from '../src/kernel/config';
import { createApiPool, createCanceller, createPool } from '../src/kernel/postgres/database';
import { openDatabase } from '../src/kernel/postgres/open-database';
import { migrations } from '../src/migrations';
import { createServer } from '../src/server';

/**
 * How fast a feed is read: 10,000 changes of as many devices by Query.changes at pages of 1,000, without and with their nodes, against the plain
 * SELECT of the same rows of the log, in turns, each first in turn; the first round does not count. For the center above all owners, and for a partner
 * with one in a hundred. Run: npm run bench:feed [-- ROUNDS]
 */
const [devices, owners, rounds] = [10_000, 100, Number(process.argv[2] ?? 5)];

const asking = (node: string) => `query($after: Cursor, $first: Int) {
  changes(after: $after, first: $first) { changes { cursor operation at type nodeId ${node} } endCursor hasMore }
}`;
const ways = { 'without nodes': asking(''), 'with nodes': asking('node { id ... on Device { name status } }') };

interface Page {
  data: { changes: { changes: unknown[]; endCursor: string; hasMore: boolean } };
}

async function main(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'commonwatch-bench-'));
  const config = readConfig({ ...process.env, DATA_DIR: directory, LOG_LEVEL: 'error', COST_CAPACITY: '1000000000' });
  const database = await openDatabase(config, migrations);
  const [api, canceller] = [createApiPool(database.url, config), createCanceller(database.url)];
  const { app } = await createServer({ config, api, canceller });
  const plain = createPool(database.url, 'hub_owner', { max: 1 });
  try {
    const keys = await fill(database.operator);
    for (const [name, key] of Object.entries(keys)) await compare(app, plain, name, key, database.operator);
  } finally {
    await app.close();
    await Promise.all([api.end(), canceller.end(), plain.end()]);
    await database.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Each round reads what the one before has changed: all devices once, in transactions of 500. */
async function compare(app: FastifyInstance, plain: Pool, name: string, key: string, operator: Pool): Promise<void> {
  const rates = new Map<string, number[]>();
  const note = (what: string, rate: number) => rates.set(what, [...(rates.get(what) ?? []), rate]);
  for (let round = 0; round <= rounds; round += 1) {
    const { endCursor } = (await ask(app, key, `{ changes(from: NOW) { changes { type } endCursor hasMore } }`, {}))
      .data.changes;
    const [since] = (await operator.query<{ xid: string }>('SELECT pg_current_xact_id()::text AS xid')).rows;
    await change(operator, `round ${round}`);
    const runs: [string, () => Promise<number>][] = [
      ...Object.entries(ways).map(([what, document]): [string, () => Promise<number>] => [
        what,
        () => follow(app, key, document, endCursor),
      ]),
      ['plain SELECT', () => select(plain, since!.xid)],
    ];
    for (let i = 0; i < runs.length; i += 1) {
      const [what, run] = runs[(i + round) % runs.length]!;
      const rate = await run();
      if (round > 0) note(what, rate);
    }
  }
  const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
  const base = median(rates.get('plain SELECT')!);
  for (const [what, values] of rates)
    console.log(
      `${name}, ${what}: ${Math.round(median(values))} changes of the log a second, ${(median(values) / base).toFixed(2)} of the SELECT; load ${loadavg()[0]!.toFixed(1)}`,
    );
}

async function ask(app: FastifyInstance, key: string, query: string, variables: object): Promise<Page> {
  const headers = { authorization: `Bearer ${key}` };
  const response = await app.inject({ method: 'POST', url: '/graphql', headers, payload: { query, variables } });
  const page = response.json<Page & { errors?: unknown }>();
  if (page.errors) throw new Error(JSON.stringify(page.errors));
  return page;
}

/** Entries gone through a second. */
async function follow(app: FastifyInstance, key: string, document: string, since: string): Promise<number> {
  const began = performance.now();
  let after = since;
  for (let hasMore = true; hasMore;) {
    const { changes } = (await ask(app, key, document, { after, first: 1000 })).data;
    ({ endCursor: after, hasMore } = changes);
  }
  return (devices * 1000) / (performance.now() - began);
}

async function select(plain: Pool, since: string): Promise<number> {
  const began = performance.now();
  let [xid, seq] = [since, '0'];
  for (let rows: { xid: string; seq: string }[] = []; ;) {
    ({ rows } = await plain.query<{ xid: string; seq: string }>(
      `SELECT c.xid::text AS xid, c.seq::text AS seq, c.at, c.operation, c.record_type, c.record_id, c.after ->> 'name' AS name, c.after ->> 'status' AS status
         FROM private.change c WHERE (c.xid, c.seq) > ($1::xid8, $2) AND c.xid < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY c.xid, c.seq LIMIT 1000`,
      [xid, seq],
    ));
    const last = rows.at(-1);
    if (!last) return (devices * 1000) / (performance.now() - began);
    ({ xid, seq } = last);
  }
}

async function change(operator: Pool, model: string): Promise<void> {
  for (let from = 1; from <= devices; from += 500)
    await operator.query(`UPDATE hub.device d SET model = $1 WHERE d.external_id = ANY ($2)`, [
      model,
      Array.from({ length: 500 }, (_, i) => `d${from + i}`),
    ]);
}

async function fill(operator: Pool): Promise<Record<string, string>> {
  await operator.query(
    `INSERT INTO hub.organization (id, code, name, kind) VALUES (gen_random_uuid(), 'NMC', 'Center', 'NATIONAL_CENTER')`,
  );
  await operator.query(
    `INSERT INTO hub.organization (id, code, name, kind, parent_id)
     SELECT gen_random_uuid(), 'O' || n, 'Owner ' || n, 'AGENCY', o.id FROM generate_series(1, $1::int) n, hub.organization o`,
    [owners],
  );
  await operator.query(
    `INSERT INTO hub.device (id, owner_id, source, external_id, name, role)
     SELECT gen_random_uuid(), o.id, 'bench', 'd' || n, 'device-' || n, 'ROUTER'
       FROM generate_series(1, $1::int) n JOIN hub.organization o ON o.code = 'O' || 1 + n % $2`,
    [devices, owners],
  );
  await operator.query('CREATE INDEX bench_device ON hub.device (external_id)');
  await operator.query('VACUUM ANALYZE');
  const keyOf = async (organization: string) =>
    (
      await issueKeyAsOperator(operator, {
        organization,
        role: 'READER',
        label: 'bench',
        writesFor: [],
        expiresAt: new Date(Date.now() + 86_400_000),
      })
    ).text;
  return { 'the center': await keyOf('NMC'), 'a partner with one in a hundred': await keyOf('O1') };
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
