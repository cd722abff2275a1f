import type { Client } from 'pg';
import { connectionConfig, createPool, withClient } from '../../src/kernel/postgres/database';
import { directoryBuilders } from '../support/directory-builders';
import { makeWorld, type Keys } from '../support/world';

/** Text that a format of lines and columns can get wrong. */
export const awkward = 'Trạm Hà Nội\tcột\r\nhàng \\N \\. "nháy" \'đơn\' {a,b} \u{1f6f0}\\';

export interface LivedIn {
  keys: Keys;
  /** A site that was renamed once. */
  siteId: string;
}

/** Puts into a migrated database some of whatever a hub holds. */
export async function liveIn(url: string, samples = 2_000): Promise<LivedIn> {
  const owner = createPool(url, 'hub_owner', { max: 2 });
  try {
    await owner.query(`SELECT private.ensure_month('change', now())`);
    const keys = await makeWorld(directoryBuilders(owner));
    const siteId = await withClient(connectionConfig(url, 'hub_owner'), (client) => fill(client, samples));
    return { keys, siteId };
  } finally {
    await owner.end();
  }
}

async function fill(client: Client, samples: number): Promise<string> {
  const siteId = await fillInventory(client);
  await fillMonitoring(client, samples);
  await fillIncidents(client);
  // As in a cluster that has seen far more transactions than the one restored into.
  await client.query(`UPDATE private.change SET xid = (xid::text::bigint + 1000000000000)::text::xid8`);
  return siteId;
}

const owned = (code: string) => `(SELECT o.id FROM organization o WHERE o.code = '${code}')`;

async function fillInventory(client: Client): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO site (id, owner_id, source, external_id, code, name, latitude, longitude)
     VALUES (gen_random_uuid(), ${owned('RC-N')}, 'netbox', '1', 'HN', $1, 21.028511, 105.804817) RETURNING id`,
    [awkward],
  );
  const siteId = rows[0]!.id;
  await client.query(
    `INSERT INTO device (id, owner_id, source, external_id, name, role, serial, management_address, tags, site_id)
     VALUES (gen_random_uuid(), ${owned('RC-N')}, 'netbox', '1', $1, 'ROUTER', '', '2001:db8::1', $2, $3),
            (gen_random_uuid(), ${owned('MOH')}, 'netbox', '2', NULL, 'OTHER', NULL, NULL, '{}', NULL)`.replace(
      "''",
      'NULL',
    ),
    [awkward, [' ', 'NULL', 'a,b', '"', '\\', 'đỏ\n'], siteId],
  );
  await client.query(`
    INSERT INTO interface (id, owner_id, source, external_id, device_id, name, speed_bps, mac)
    SELECT gen_random_uuid(), d.owner_id, 'netbox', d.external_id || '-' || n, d.id, 'eth' || n, 9007199254740993, '08:00:2b:01:02:03'
      FROM device d CROSS JOIN generate_series(1, 12) n;
    INSERT INTO link (id, owner_id, source, external_id, name, kind, a_interface_id)
    SELECT gen_random_uuid(), i.owner_id, 'netbox', i.external_id, 'link', 'CIRCUIT', i.id FROM interface i LIMIT 3;
    INSERT INTO prefix (id, owner_id, source, external_id, prefix) VALUES (gen_random_uuid(), ${owned('NMC')}, 'netbox', '1', '10.0.0.0/8');
    INSERT INTO information_system (id, owner_id, source, external_id, code, name, level)
    SELECT gen_random_uuid(), ${owned('MOH')}, 'register', n::text, 'IS' || n, 'Hệ thống ' || n, n FROM generate_series(1, 3) n;
    INSERT INTO information_system_part (system_id, owner_id, part_id)
    SELECT a.id, a.owner_id, b.id FROM information_system a JOIN information_system b ON b.level = a.level + 1;
    DELETE FROM information_system_part p USING information_system s WHERE s.id = p.system_id AND s.code = 'IS2'`);
  await client.query(`UPDATE site SET code = 'HNI' WHERE id = $1`, [siteId]);
  return siteId;
}

async function fillMonitoring(client: Client, samples: number): Promise<void> {
  await client.query(`
    INSERT INTO metric (id, name, unit) VALUES (gen_random_uuid(), 'ping_seconds', 's');
    INSERT INTO series (id, metric_id, writer_id, source, external_id, labels, device_id)
    SELECT gen_random_uuid(), m.id, ${owned('NMC')}, 'prometheus', n::text, jsonb_build_object('path', E'C:\\\\\\t"', 'n', n, 'exact', 0.1000), d.id
      FROM metric m CROSS JOIN generate_series(1, 10) n LEFT JOIN device d ON d.external_id = n::text`);
  // A number that was given and not kept: it is not given again, in the restored hub either.
  await client.query('BEGIN');
  await client.query(`INSERT INTO series (id, metric_id, writer_id, source, external_id)
                      SELECT gen_random_uuid(), m.id, ${owned('NMC')}, 'prometheus', 'lost' FROM metric m`);
  await client.query('ROLLBACK; BEGIN');
  await client.query(`SELECT private.scope_as(${owned('NMC')}, 'REPORTER', '{}', NULL, 'poller')`);
  const values = `(ARRAY['NaN', 'Infinity', '-Infinity', '-0', '5e-324', '0.1']::float8[])[n]`;
  const { rows } = await client.query<{ outcome: string }>(
    `SELECT DISTINCT t.outcome FROM (
       SELECT array_agg(s.id) AS ids, array_agg('2026-03-31 23:58:00+00'::timestamptz + n * interval '1 min') AS ats,
              array_agg(${values}) AS vals, array_agg(CASE WHEN n <= 3 THEN n ELSE 0 END::smallint) AS flags
         FROM series s CROSS JOIN generate_series(1, 6) n) a
      CROSS JOIN LATERAL take_samples(a.ids, a.ats, a.vals, a.flags) t`,
  );
  if (rows.length !== 1 || rows[0]!.outcome !== 'taken') throw new Error(`Samples were ${JSON.stringify(rows)}.`);
  // The bulk, by the shortest way, in the month that the batch above has made.
  await client.query(
    `INSERT INTO private.sample (series_number, at, value)
     SELECT s.number, '2026-04-02 00:00:00+00'::timestamptz + n * interval '1 min', n / 7.0
       FROM series s CROSS JOIN generate_series(1, $1::int / 10) n`,
    [samples],
  );
  // A hub of before they were packed has no chunks.
  await client.query(`DO $$ BEGIN
    IF to_regclass('private.sample_chunk') IS NULL THEN RETURN; END IF;
    PERFORM private.ensure_month('sample_chunk', '2026-02-01');
    INSERT INTO private.sample_chunk (series_number, day, count, last_at, data)
    SELECT s.number, '2026-02-28', 1, '2026-02-28 23:59:59.999999+00', '\\x0001ff' FROM series s LIMIT 3;
  END $$`);
  // Nor does one of before they were let go say how long they are kept.
  await client.query(`DO $$ BEGIN
    IF to_regclass('hub.retention') IS NULL THEN RETURN; END IF;
    UPDATE hub.retention SET days = 90 WHERE level = 'RAW';
    INSERT INTO private.let_go (level, since, until, bytes) VALUES ('RAW', '2025-12-01', '2026-01-01', 8192);
    INSERT INTO private.job_run (name, ended_at) VALUES ('pack_samples', now());
  END $$`);
  await client.query('COMMIT');
}

async function fillIncidents(client: Client): Promise<void> {
  await client.query(
    `INSERT INTO incident (id, owner_id, source, external_id, tlp, reporter_id, recipient_ids, reference, title, summary, class, type, severity, labels)
     SELECT gen_random_uuid(), o.id, 'desk', t.tlp, t.tlp, o.id, CASE WHEN t.tlp = 'RED' THEN ARRAY[${owned('RC-S')}] ELSE '{}' END,
            o.code || '-' || t.tlp, t.tlp, $1, 'malicious-code', 'c2-server', 'MAJOR', ARRAY[$1]
       FROM organization o CROSS JOIN unnest('{RED,AMBER,GREEN,CLEAR}'::text[]) t(tlp) WHERE o.code IN ('RC-N', 'MOH')`,
    [awkward],
  );
  await client.query(`
    INSERT INTO timeline_entry (id, incident_id, source, external_id, marking, author_id, kind, at, text)
    SELECT gen_random_uuid(), i.id, 'desk', i.reference, 'CLEAR', i.owner_id, 'NOTE', now(), i.summary FROM incident i;
    INSERT INTO incident_subject (incident_id, device_id)
    SELECT i.id, d.id FROM incident i JOIN device d ON d.owner_id = i.owner_id WHERE i.tlp = 'RED'`);
}
