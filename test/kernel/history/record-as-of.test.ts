import { instantsOf } from '../../support/as-of';
import { startHub, type Hub } from '../../support/hub';
import type { Made } from '../../support/inventory-builders';

let hub: Hub;
let device: Made;
beforeAll(async () => {
  hub = await startHub();
  device = await hub.device({ owner: 'RC-N', serial: 'S-1' });
  await hub.agreement({ provider: 'RC-N', consumer: 'MOH', withheld: ['SERIAL'] });
});
afterAll(() => hub.stop());

interface Was {
  type: string;
  image: Record<string, unknown>;
}
const asOf = 'hub.record_as_of(ARRAY[$1::uuid], $2) a';
const read = 'a.record_type AS type, a.image';

/** What the function itself hands out in the scope of an organization, whatever statement asks it. */
async function handedTo(organization: string, id: string): Promise<Was[]> {
  const [made] = await instantsOf(hub, id);
  return hub.sql<Was>(
    `WITH s AS MATERIALIZED (SELECT o.id, private.scope_as(o.id, 'READER', '{}', NULL, NULL) FROM organization o WHERE o.code = $3)
     SELECT ${read} FROM s CROSS JOIN LATERAL ${asOf.replace('$1', 'CASE WHEN s.id IS NOT NULL THEN $1 END')}`,
    [id.slice(4), made, organization],
  );
}

test('Without a scope nothing was ever there', async () => {
  const [made] = await instantsOf(hub, device.id);
  expect(await hub.asApiRole(`SELECT ${read} FROM ${asOf}`, [device.id.slice(4), made])).toEqual([]);
});

test('A withheld value does not leave the database', async () => {
  expect(await handedTo('RC-N', device.id)).toMatchObject([{ type: 'Device', image: { serial: 'S-1' } }]);
  const [toPartner] = await handedTo('MOH', device.id);
  expect(toPartner).toMatchObject({ image: { role: 'ROUTER' } });
  expect(toPartner!.image).not.toHaveProperty('serial');
  expect(await handedTo('MOH-IT', device.id)).toEqual([]);
});
