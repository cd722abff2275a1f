import type { Pool } from 'pg';
import { issueKeyAsOperator } from '../../src/directory/operator-keys.store';

export const centers = 10;
const devicesOfEach = 400;

/** What a fourth of the sockets of each key follows each: half, the other half, everything, and nothing that changes here. */
export const filters = [
  { regions: ['NORTH'] },
  { regions: ['SOUTH'], types: ['Device'] },
  { datasets: ['INVENTORY'] },
  { datasets: ['INCIDENTS'] },
];

/** Ten centers with devices in two regions. The key of each. */
export async function makeCenters(operator: Pool): Promise<string[]> {
  await operator.query(
    `INSERT INTO hub.region (id, code, name) VALUES (gen_random_uuid(), 'NORTH', 'North'), (gen_random_uuid(), 'SOUTH', 'South')`,
  );
  await operator.query(
    `INSERT INTO hub.organization (id, code, name, kind)
     SELECT gen_random_uuid(), 'C' || n, 'Center ' || n, 'REGIONAL_CENTER' FROM generate_series(1, $1::int) n`,
    [centers],
  );
  await operator.query(
    `INSERT INTO hub.site (id, owner_id, region_id, source, external_id, code, name)
     SELECT gen_random_uuid(), o.id, r.id, 'bench', r.code, r.code, 'Site ' || r.code FROM hub.organization o, hub.region r`,
  );
  await operator.query(
    `INSERT INTO hub.device (id, owner_id, source, external_id, name, role, site_id)
     SELECT gen_random_uuid(), s.owner_id, 'bench', 'd' || n, '0', 'ROUTER', s.id
       FROM generate_series(1, $1::int) n JOIN hub.site s ON s.external_id = CASE n % 2 WHEN 0 THEN 'NORTH' ELSE 'SOUTH' END`,
    [devicesOfEach],
  );
  const issue = (n: number) =>
    issueKeyAsOperator(operator, {
      ...{ organization: `C${n + 1}`, label: 'bench', role: 'READER' as const, writesFor: [] },
      expiresAt: new Date(Date.now() + 86_400_000),
    });
  const keys = [];
  for (let n = 0; n < centers; n += 1) keys.push((await issue(n)).text);
  return keys;
}

/** Changes one device after the other, of one center after the other: each by its own transaction, named by a number. */
export async function deviceIds(operator: Pool): Promise<string[]> {
  const { rows } = await operator.query<{ id: string }>(
    'SELECT d.id FROM hub.device d JOIN hub.organization o ON o.id = d.owner_id ORDER BY d.external_id, o.code',
  );
  return rows.map(({ id }) => id);
}
