import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PoolClient } from 'pg';
import { readConfig } from '../src/kernel/config';
import { openDatabase } from '../src/kernel/postgres/open-database';
import { migrations } from '../src/migrations';
import { passByRules } from '../src/warnings/rules/watch-rules';
import { settleWarnings } from '../src/warnings/settle-warnings';
import { postmasterOf } from './database';
import { cpuOfPostgres } from './servers/process';

/**
 * What a minute of rules costs: 100,000 series with a sample a minute each, seven rules that select 440,000 of them together, passes every ten seconds of which
 * each finds a sixth of the series, spread over all slices; 2 in 1,000 values turn. Seconds of CPU of the program and of Postgres for a minute of samples: below 60
 * together, one core keeps up. Run: npm run bench:rules [-- MINUTES [SERIES]]
 */
const minutes = Number(process.argv[2] ?? 10);
const series = Number(process.argv[3] ?? 100_000);
const passesAMinute = 6;
const warmUp = 3;

interface Spent {
  program: number;
  postgres: number;
  wall: number;
}

async function main(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'commonwatch-bench-'));
  const database = await openDatabase(
    readConfig({ ...process.env, DATA_DIR: directory, LOG_LEVEL: 'error' }),
    migrations,
  );
  const client = await database.operator.connect();
  try {
    const postmaster = (await postmasterOf(database))!;
    const begin = Date.now() - 3_600_000;
    await fill(client, begin);
    const spent = (work: () => Promise<void>) => cpuOf(postmaster, work);
    tell('the first pass, which selects', await spent(() => pass(client, begin)));
    const rounds: Spent[] = [];
    for (let minute = 1; minute <= minutes + warmUp; minute += 1) {
      const sum = await minuteOf(client, begin, minute, spent);
      tell(`minute ${minute}`, sum);
      if (minute > warmUp) rounds.push(sum);
    }
    const mean = (of: keyof Spent) => rounds.reduce((all, one) => all + one[of], 0) / rounds.length;
    tell('a minute of samples, on the mean', {
      program: mean('program'),
      postgres: mean('postgres'),
      wall: mean('wall'),
    });
    tell('a minute without samples', await spent(() => pass(client, begin + (minutes + warmUp + 1) * 60_000)));
    await tellWarnings(client);
  } finally {
    client.release();
    await database.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function minuteOf(
  client: PoolClient,
  begin: number,
  minute: number,
  spent: (work: () => Promise<void>) => Promise<Spent>,
): Promise<Spent> {
  const sum = { program: 0, postgres: 0, wall: 0 };
  for (let part = 0; part < passesAMinute; part += 1) {
    const at = begin + minute * 60_000 + part * 10_000;
    await send(client, at, minute, part);
    const { program, postgres, wall } = await spent(() => pass(client, at + 5000));
    sum.program += program;
    sum.postgres += postgres;
    sum.wall += wall;
  }
  return sum;
}

const pass = (client: PoolClient, now: number): Promise<void> =>
  passByRules(client, { settle: settleWarnings, now: new Date(now) });

async function cpuOf(postmaster: number, work: () => Promise<void>): Promise<Spent> {
  const before = { cpu: process.cpuUsage(), postgres: cpuOfPostgres(postmaster), wall: performance.now() };
  await work();
  const { user, system } = process.cpuUsage(before.cpu);
  return {
    program: (user + system) / 1e6,
    postgres: (cpuOfPostgres(postmaster) - before.postgres) / 1000,
    wall: (performance.now() - before.wall) / 1000,
  };
}

const tell = (what: string, { program, postgres, wall }: Spent): void =>
  console.log(
    `${what}: ${(program + postgres).toFixed(2)} s of CPU (program ${program.toFixed(2)}, Postgres ${postgres.toFixed(2)}), ${wall.toFixed(2)} s`,
  );

/** A sample of each sixth series, as ingest leaves it. */
async function send(client: PoolClient, at: number, minute: number, part: number): Promise<void> {
  await client.query(
    `WITH sent AS (
       SELECT l.series_number AS number, to_timestamp($1 / 1e3) AS at,
              CASE WHEN s.external_id::bigint % 5 < 3 THEN CASE WHEN (l.series_number * 7919 + $2 * 104729) % 1000 < 2 THEN 97 ELSE (l.series_number * 31 + $2 * 17) % 80 END
                   ELSE $2 * (100 + l.series_number % 50) END::float8 AS value
         FROM private.latest_sample l JOIN hub.series s ON s.number = l.series_number WHERE l.series_number % $4 = $3
     ), kept AS (INSERT INTO private.sample (series_number, at, value) SELECT s.number, s.at, s.value FROM sent s),
     moved AS (UPDATE private.latest_sample l SET at = s.at, value = s.value, arrived_at = s.at FROM sent s WHERE l.series_number = s.number)
     INSERT INTO private.change (operation, record_type, record_id, dataset, owner_id, writer_id, after)
     SELECT 'APPENDED', 'SampleRange', o.id, 'SAMPLES', o.id, o.id, jsonb_build_object('series', (SELECT jsonb_agg(s.number) FROM sent s)) FROM hub.organization o`,
    [at, minute, part, passesAMinute],
  );
}

/** Of five series of a device three are gauges; half of the devices carry an information system. */
async function fill(client: PoolClient, begin: number): Promise<void> {
  const tables = ['device', 'series', 'information_system', 'information_system_device', 'warning_rule'];
  for (const table of tables) await client.query(`ALTER TABLE hub.${table} DISABLE TRIGGER USER`);
  await client.query(
    `SELECT private.ensure_month('sample', to_timestamp($1 / 1e3)), private.ensure_month('sample', now())`,
    [begin],
  );
  for (const text of filling)
    await client.query(text, text.includes('$1') ? [text.includes('to_timestamp') ? begin : series] : []);
  for (const table of tables) await client.query(`ALTER TABLE hub.${table} ENABLE TRIGGER USER`);
  await client.query('VACUUM ANALYZE');
  console.log(`${series} series and ${rules.length} rules`);
}

const rules: [code: string, metric: string | null, condition: string, terms: object, filter?: object][] = [
  ['threshold', 'load_percent', 'THRESHOLD', { side: 'ABOVE', limit: 90, clearAt: 85, forSeconds: 0 }],
  ['hold', 'load_percent', 'THRESHOLD', { side: 'ABOVE', limit: 75, clearAt: 70, forSeconds: 300 }],
  ['rate', 'errors_total', 'RATE', { side: 'ABOVE', limit: 100, clearAt: 100, forSeconds: 0, windowSeconds: 300 }],
  [
    'forecast',
    'load_percent',
    'FORECAST',
    { side: 'ABOVE', limit: 100, withinSeconds: 604_800, windowSeconds: 86_400 },
  ],
  ['silence', null, 'ABSENCE', { scope: 'SERIES', forSeconds: 600, endedIsSilent: false }],
  ['silent-devices', null, 'ABSENCE', { scope: 'DEVICE', forSeconds: 600, endedIsSilent: false }],
  [
    'routers',
    'load_percent',
    'THRESHOLD',
    { side: 'ABOVE', limit: 95, clearAt: 95, forSeconds: 0 },
    { device: { role: { eq: 'ROUTER' } } },
  ],
];

const filling = [
  `INSERT INTO hub.organization (id, code, name, kind) VALUES (gen_random_uuid(), 'RC', 'Center', 'REGIONAL_CENTER')`,
  `INSERT INTO hub.metric (id, name, kind) VALUES (gen_random_uuid(), 'load_percent', 'GAUGE'), (gen_random_uuid(), 'errors_total', 'COUNTER')`,
  `INSERT INTO hub.device (id, owner_id, source, external_id, name, role)
   SELECT gen_random_uuid(), o.id, 'bench', n::text, 'device-' || n, CASE n % 3 WHEN 0 THEN 'ROUTER' ELSE 'SWITCH' END FROM generate_series(0, $1::int / 5 - 1) n, hub.organization o`,
  `INSERT INTO hub.information_system (id, owner_id, source, external_id, code, name, level, effective_level)
   SELECT gen_random_uuid(), o.id, 'bench', n::text, 'IS' || n, 'System ' || n, 1 + n % 5, 1 + n % 5 FROM generate_series(0, 999) n, hub.organization o`,
  `INSERT INTO hub.information_system_device (system_id, device_id, owner_id)
   SELECT y.id, d.id, y.owner_id FROM hub.device d JOIN hub.information_system y ON y.external_id = (d.external_id::int / 2 % 1000)::text WHERE d.external_id::int % 2 = 0`,
  `INSERT INTO hub.series (id, metric_id, writer_id, owner_id, source, external_id, device_id, labels)
   SELECT gen_random_uuid(), m.id, o.id, o.id, 'bench', n::text, d.id, jsonb_build_object('instance', d.name, 'unit', (n % 5)::text, 'job', 'node', 'site', 'site-' || n % 700)
     FROM generate_series(1, $1::int) n JOIN hub.metric m ON m.name = CASE WHEN n % 5 < 3 THEN 'load_percent' ELSE 'errors_total' END
     JOIN hub.device d ON d.external_id = ((n - 1) / 5)::text, hub.organization o ORDER BY n`,
  `INSERT INTO private.latest_sample (series_number, at, value, flag, first_at, arrived_at)
   SELECT s.number, to_timestamp($1 / 1e3), 0, 0, to_timestamp($1 / 1e3), to_timestamp($1 / 1e3) FROM hub.series s ORDER BY s.number`,
  ...rules.map(
    ([code, metric, condition, terms, filter = {}]) =>
      `INSERT INTO hub.warning_rule (id, owner_id, code, name, metric, series_filter, condition, terms, severity, severity_by_level)
       SELECT gen_random_uuid(), o.id, '${code}', '${code}', ${metric ? `'${metric}'` : 'NULL'}, '${JSON.stringify(filter)}', '${condition}', '${JSON.stringify(terms)}',
              'MINOR', '{INFO,MINOR,MINOR,MAJOR,CRITICAL}' FROM hub.organization o`,
  ),
];

async function tellWarnings(client: PoolClient): Promise<void> {
  const { rows } = await client.query<{ code: string; selects: number; warnings: number; open: number; bytes: string }>(
    `SELECT r.code, s.count AS selects, (SELECT count(*)::int FROM hub.warning w WHERE w.rule_id = r.id) AS warnings,
            (SELECT count(*)::int FROM private.rule_firing f WHERE f.rule_id = r.id) AS open,
            (SELECT round(avg(length(t.states)::float8 / cardinality(t.numbers)))::text FROM private.rule_state t WHERE t.rule_id = r.id) AS bytes
       FROM hub.warning_rule r JOIN private.rule_selection s ON s.rule_id = r.id ORDER BY r.code`,
  );
  for (const { code, selects, warnings, open, bytes } of rows)
    console.log(`${code}: ${selects} series, ${warnings} warnings, ${open} open, ${bytes} bytes of state each`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
