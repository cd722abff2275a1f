import type { Pool } from 'pg';
import { regions } from '../src/demo/country';

const records = ['site', 'device', 'interface', 'link', 'prefix', 'address'] as const;

/**
 * A million searchable records of 136 owners in 34 regions (a center with three agencies each), and two million addresses in the address plan.
 * Entries of the million are kept by the triggers as ever; of the address plan, only the first part is searchable.
 */
export async function fillFinding(operator: Pool, say: (line: string) => void): Promise<void> {
  await fillDirectory(operator);
  for (const table of records) await operator.query(`ALTER TABLE hub.${table} DISABLE TRIGGER change_created`);
  for (const [what, sql] of Object.entries(searchable)) await timed(operator, what, sql, say);
  await operator.query('ALTER TABLE hub.address DISABLE TRIGGER search_created');
  for (const [what, sql] of Object.entries(addressPlan)) await timed(operator, what, sql, say);
  await operator.query('ALTER TABLE hub.address ENABLE TRIGGER search_created');
  for (const table of records) await operator.query(`ALTER TABLE hub.${table} ENABLE TRIGGER change_created`);
  for (const table of [...records.map((name) => `hub.${name}`), 'private.search_entry'])
    await operator.query(`VACUUM ANALYZE ${table}`);
}

async function timed(operator: Pool, what: string, sql: string, say: (line: string) => void): Promise<void> {
  const began = performance.now();
  const { rowCount } = await operator.query(sql);
  say(`${what}: ${rowCount} rows, ${((performance.now() - began) / 1000).toFixed(1)} s`);
}

async function fillDirectory(operator: Pool): Promise<void> {
  await operator.query(
    `INSERT INTO hub.region (id, code, name) SELECT gen_random_uuid(), r.code, r.name FROM unnest($1::text[], $2::text[]) AS r(code, name)`,
    [regions.map(({ code }) => code), regions.map(({ name }) => name)],
  );
  await operator.query(`
    INSERT INTO hub.organization (id, code, name, kind, community_member) VALUES
      (gen_random_uuid(), 'NMC', 'National center', 'NATIONAL_CENTER', true), (gen_random_uuid(), 'PARTNER', 'Partner', 'MINISTRY', false);
    INSERT INTO hub.organization (id, code, name, kind, parent_id, region_id)
    SELECT gen_random_uuid(), 'RC-' || n, 'Center ' || r.name, 'REGIONAL_CENTER', p.id, r.id
      FROM (SELECT row_number() OVER (ORDER BY g.code) AS n, g.id, g.name FROM hub.region g) r JOIN hub.organization p ON p.code = 'NMC';
    INSERT INTO hub.organization (id, code, name, kind, parent_id, region_id)
    SELECT gen_random_uuid(), p.code || '-' || m, 'Agency ' || p.code || '-' || m, 'AGENCY', p.id, p.region_id
      FROM hub.organization p CROSS JOIN generate_series(1, 3) m WHERE p.kind = 'REGIONAL_CENTER';
    INSERT INTO hub.agreement (id, owner_id, organization_id, title, legal_basis, datasets, withheld, state, accepted_at)
    SELECT gen_random_uuid(), p.id, c.id, 'Agency 7-1 to partner', 'Decree 1', '{INVENTORY}', '{SERIAL}', 'ACCEPTED', now()
      FROM hub.organization p JOIN hub.organization c ON c.code = 'PARTNER' WHERE p.code = 'RC-7-1';
  `);
}

const owners = `(SELECT o.id, o.code, r.name AS region, row_number() OVER (ORDER BY o.code) AS k
                   FROM hub.organization o JOIN hub.region r ON r.id = o.region_id WHERE o.code LIKE 'RC-%') o`;
const id = 'gen_random_uuid()';

/** Names as networks have them: every second device is a router, every third port tells of its region. */
const searchable = {
  sites: `INSERT INTO hub.site (id, owner_id, source, external_id, code, name)
    SELECT ${id}, o.id, 'bench', 's' || n, 'S' || n, 'Trạm ' || o.region || ' ' || n FROM generate_series(1, 147) n CROSS JOIN ${owners}`,
  devices: `INSERT INTO hub.device (id, owner_id, source, external_id, name, role, serial, management_address, site_id)
    SELECT ${id}, o.id, 'bench', 'd' || n, lower(o.code) || '-' || (ARRAY['router', 'switch', 'router', 'access'])[n % 4 + 1] || '-' || n, 'ROUTER',
           'SN' || o.k * 10000 + n, '10.0.0.0'::inet + o.k * 2048 + n, s.id
      FROM generate_series(1, 1470) n CROSS JOIN ${owners} JOIN hub.site s ON s.owner_id = o.id AND s.code = 'S' || (n % 147 + 1)`,
  interfaces: `INSERT INTO hub.interface (id, owner_id, source, external_id, device_id, name, description, mac)
    SELECT ${id}, d.owner_id, 'bench', d.external_id || '/' || n, d.id, 'GigabitEthernet0/' || n,
           CASE WHEN n = 1 THEN 'Uplink ' || r.name || ' ' || d.external_id END,
           ('02' || lpad(to_hex(hashtext(d.id::text || n) & 2147483647), 10, '0'))::macaddr
      FROM hub.device d JOIN hub.region r ON r.id = d.region_id CROSS JOIN generate_series(0, 2) n`,
  links: `INSERT INTO hub.link (id, owner_id, source, external_id, name, kind, a_device_id, b_device_id)
    SELECT ${id}, d.owner_id, 'bench', d.external_id, 'Line ' || d.name, 'CIRCUIT', d.id, e.id
      FROM hub.device d JOIN hub.device e ON e.owner_id = d.owner_id AND e.external_id = 'd' || (substr(d.external_id, 2)::int / 10 + 1)`,
};
const addressPlan = {
  prefixes: `INSERT INTO hub.prefix (id, owner_id, source, external_id, prefix)
    SELECT ${id}, o.id, 'bench', 'p' || n || '-' || o.k, set_masklen('11.0.0.0'::inet + (o.k * 65536 + n * 256), CASE n WHEN 0 THEN 16 ELSE 24 END)::cidr
      FROM generate_series(0, 99) n CROSS JOIN ${owners}`,
  addresses: `INSERT INTO hub.address (id, owner_id, source, external_id, address)
    SELECT ${id}, o.id, 'bench', 'a' || n, set_masklen('11.0.0.0'::inet + (o.k * 65536 + n), 24)
      FROM generate_series(1, 14706) n CROSS JOIN ${owners}`,
};
