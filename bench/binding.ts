import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PoolClient } from 'pg';
import { readConfig } from '../src/kernel/config';
import { openDatabase } from '../src/kernel/postgres/open-database';
import { migrations } from '../src/migrations';
import { rebindSeries } from '../src/monitoring/binding/rebind-series';

/**
 * What the job that binds series takes: 20,000 devices with 4 interfaces each, 50 rules, 100,000 series of them, a tenth of which no device
 * has. Seconds of a whole round, and of the program's own CPU in it. Run: npm run bench:binding
 */
const [devices, series, rules] = [20_000, 100_000, 50];

async function main(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'commonwatch-bench-'));
  const database = await openDatabase(
    readConfig({ ...process.env, DATA_DIR: directory, LOG_LEVEL: 'error' }),
    migrations,
  );
  const client = await database.operator.connect();
  try {
    await fill(client);
    await measure(client, 'binding them all');
    await measure(client, 'nothing new');
    await client.query(`UPDATE hub.binding_rule SET position = 51 WHERE code = 'rule-1'`);
    await measure(client, 'a rule changed, with nothing to bind by it');
    await client.query(`UPDATE hub.device SET model = 'other' WHERE name = 'device-1'`);
    await measure(client, 'a device changed, 10,000 series wait');
  } finally {
    client.release();
    await database.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function measure(client: PoolClient, what: string): Promise<void> {
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  await rebindSeries(client);
  const { user, system } = process.cpuUsage(cpu);
  const { rows } = await client.query<{ bound: string }>(
    `SELECT count(*) FILTER (WHERE s.subject_id IS NOT NULL) || ' bound, ' || count(*) FILTER (WHERE s.unbound_reason = 'NOT_FOUND') || ' not found' AS bound
       FROM hub.series s`,
  );
  const seconds = (ms: number) => (ms / 1000).toFixed(1);
  console.log(
    `${what}: ${seconds(performance.now() - began)} s, program ${seconds((user + system) / 1000)} s; ${rows[0]!.bound}`,
  );
}

/** Of 50 rules 40 are for other sources, as they would be; half of the series are of interfaces. */
async function fill(client: PoolClient): Promise<void> {
  const tables = ['device', 'interface', 'series'];
  for (const table of tables) await client.query(`ALTER TABLE hub.${table} DISABLE TRIGGER USER`);
  await client.query(
    `INSERT INTO hub.organization (id, code, name, kind) VALUES (gen_random_uuid(), 'RC', 'Center', 'REGIONAL_CENTER')`,
  );
  await client.query(
    `INSERT INTO hub.device (id, owner_id, source, external_id, name, role)
     SELECT gen_random_uuid(), o.id, 'bench', 'd' || n, 'device-' || n, 'ROUTER' FROM generate_series(1, $1::int) n, hub.organization o`,
    [devices],
  );
  await client.query(
    `INSERT INTO hub.interface (id, owner_id, source, external_id, device_id, name)
     SELECT gen_random_uuid(), d.owner_id, 'bench', d.external_id || '-' || n, d.id, 'Gi0/' || n FROM hub.device d, generate_series(1, 4) n`,
  );
  await client.query(
    `INSERT INTO hub.metric (id, name) VALUES (gen_random_uuid(), 'if_in_octets_total'), (gen_random_uuid(), 'node_load1')`,
  );
  await client.query(
    `INSERT INTO hub.series (id, metric_id, writer_id, source, external_id, unbound_reason, labels)
     SELECT gen_random_uuid(), m.id, o.id, 'source-' || n % 10, n::text, 'PENDING',
            jsonb_build_object('instance', 'device-' || 1 + (n / 5 * 11 / 10) || ':9100', 'job', 'snmp', 'ifName', 'Gi0/' || 1 + n % 4, 'n', n::text)
       FROM generate_series(0, $1::int - 1) n JOIN hub.metric m ON m.name = CASE n % 2 WHEN 0 THEN 'node_load1' ELSE 'if_in_octets_total' END, hub.organization o`,
    [series],
  );
  await client.query(
    `INSERT INTO hub.binding_rule (id, owner_id, code, position, source, metric_pattern, conditions, target, lookup, key, interface_name, inventory_of)
     SELECT gen_random_uuid(), o.id, 'rule-' || n, n, CASE WHEN n > 10 THEN 'source-' || n END, CASE n % 2 WHEN 0 THEN 'node_.*' ELSE 'if_.*' END,
            CASE WHEN n < 9 THEN '[{"label": "job", "equals": null, "matches": "cisco|junos|eos"}]' ELSE '[]' END::jsonb,
            CASE n % 2 WHEN 0 THEN 'DEVICE' ELSE 'INTERFACE' END, 'NAME', '{"labels": ["instance"], "pattern": "([^:]+)(:\\\\d+)?", "replacement": "$1"}',
            CASE n % 2 WHEN 1 THEN '{"labels": ["ifName"], "pattern": "(.*)", "replacement": "$1"}'::jsonb END, ARRAY[o.id]
       FROM generate_series(1, $1::int) n, hub.organization o`,
    [rules],
  );
  for (const table of tables) await client.query(`ALTER TABLE hub.${table} ENABLE TRIGGER USER`);
  await client.query('VACUUM ANALYZE');
  console.log('filled');
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
