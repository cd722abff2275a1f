import type { Pool } from 'pg';
import { createPool } from '../../src/kernel/postgres/database';
import { startHub, type Hub } from '../support/hub';
import { createRandom } from '../support/random';
import { Tally } from '../support/worlds/onlooker/tally';
import { Watchtower } from '../support/worlds/oracle/watchtower';
import { plant } from '../support/worlds/planting/plant';
import { seeNothingWithout } from '../support/worlds/roads/reading/call-definers';
import { firstSeed } from '../support/worlds/run/seed';
import { changeWorld, compareRoles, onlookersOf, readAll, writeAll, type Visit } from '../support/worlds/run/visit';
import { generateWorld } from '../support/worlds/world/generate-world';

/** Two in a plain run. */
const runs = Number(process.env['WORLDS_RUNS'] || 2);
const seeds = Array.from({ length: runs }, (_, i) => firstSeed + i);
const patience = 5 * 60_000;

let hub: Hub;
let api: Pool;
let checks = 0;
beforeAll(async () => {
  hub = await startHub();
  api = createPool(hub.databaseUrl, 'hub_api', { max: 2 });
});
afterAll(async () => {
  process.stdout.write(`Worlds: ${checks} checks, WORLDS_SEED=${firstSeed} WORLDS_RUNS=${runs}\n`);
  await api.end();
  await hub.stop();
});

/** What a partner once could learn, and may no more. Before the worlds: those clear the hub. */
describe('A partner who wants one row more', () => {
  const opening = `mutation($input: OpenIncidentInput!) { openIncident(input: $input) { incident { id } } }`;
  const adding = `mutation($input: AddTimelineEntryInput!) { addTimelineEntry(input: $input) { timelineEntry { id } } }`;
  const ingesting = `mutation($input: IngestSamplesInput!) { ingestSamples(input: $input) { taken } }`;
  const content = { classification: { class: 'availability', type: 'outage' }, severity: 'MAJOR' };
  const viewerOf = (key: 'national' | 'partner') => hub.as(hub.keys[key]);
  const openIncident = async (externalId: string, tlp: string, coworkers: string[] = []) => {
    const input = { owner: 'NMC', externalId, title: externalId, tlp, coworkers, ...content };
    const { openIncident: opened } = await viewerOf('national').data<{ openIncident: { incident: { id: string } } }>(
      opening,
      { input },
    );
    return opened.incident.id;
  };

  test('does not learn whether the far end of its link is hidden or unknown', async () => {
    const far = await hub.device({ owner: 'NMC' });
    const links = [await hub.link({ owner: 'MOH' }), await hub.link({ owner: 'MOH' })];
    await hub.sql('UPDATE link SET b_device_id = $2 WHERE id = $1', [links[0]!.id.slice(4), far.id.slice(4)]);
    const { nodes } = await viewerOf('partner').data<{ nodes: { b: unknown }[] }>(
      'query($ids: [ID!]!) { nodes(ids: $ids) { ... on Link { b { device { id } } } } }',
      { ids: links.map(({ id }) => id) },
    );
    expect(nodes[0]!.b).toEqual(nodes[1]!.b);
  });

  test('does not learn which keys the entries of hidden incidents have, nor keep their owner from them', async () => {
    const [shared, secret] = [await openIncident('shared', 'AMBER', ['MOH']), await openIncident('secret', 'RED')];
    await viewerOf('national').data(adding, { input: { incident: secret, text: 'x', externalId: 'ticket-1' } });
    const partner = viewerOf('partner');
    const { errors } = await partner.query(adding, {
      input: { incident: shared, text: 'y', externalId: 'ticket-1' },
    });
    expect(errors).toEqual([]);
  });

  test('does not read what an incident said while it was RED', async () => {
    const id = await openIncident('once RED', 'RED');
    await hub.sql(`UPDATE incident SET summary = 'not for all' WHERE id = $1`, [id.slice(4)]);
    await hub.sql(`UPDATE incident SET summary = NULL, tlp = 'CLEAR' WHERE id = $1`, [id.slice(4)]);
    const seen = await viewerOf('partner').data(
      'query($id: ID!) { node(id: $id) { history { nodes { before after } } } }',
      { id },
    );
    expect(JSON.stringify(seen)).not.toContain('not for all');
  });

  test('does not learn from two cursors of its own how much has changed elsewhere', async () => {
    const cursorOf = async () => {
      const { id } = await hub.device({ owner: 'MOH' });
      const { node } = await viewerOf('partner').data<{ node: { history: { pageInfo: { endCursor: string } } } }>(
        'query($id: ID!) { node(id: $id) { history { pageInfo { endCursor } } } }',
        { id },
      );
      return node.history.pageInfo.endCursor;
    };
    const first = await cursorOf();
    await hub.device({ owner: 'NMC' });
    expect(await cursorOf()).toBe(first);
  });

  test('finds no trace of what it was refused: a metric that no series has', async () => {
    const subject = { site: { id: (await hub.site({ owner: 'NMC' })).id } };
    const batch = { metric: 'left_behind', subject, timestamps: [], values: [] };
    await viewerOf('partner').data(ingesting, { input: { owner: 'MOH', source: 'probe', batches: [batch] } });
    expect(await hub.sql(`SELECT FROM metric m WHERE m.name = 'left_behind'`)).toEqual([]);
  });

  test('a link lies no more where the device at its end has left: region and site are what agreements go by', async () => {
    const device = await hub.device({ site: await hub.site() });
    const link = await hub.link({ a: { device } });
    await hub.sql('UPDATE device SET site_id = NULL WHERE id = $1', [device.id.slice(4)]);
    const rows = await hub.sql('SELECT l.a_site_id FROM link l WHERE l.id = $1', [link.id.slice(4)]);
    expect(rows).toEqual([{ a_site_id: null }]);
  });

  test('what lies with its owner moves with it: region is what agreements go by', async () => {
    await hub.organization({ code: 'NOWHERE', parent: 'NMC' });
    const device = await hub.device({ owner: 'RC-N', site: await hub.site({ owner: 'NOWHERE' }) });
    const batch = { metric: 'up', subject: { organization: 'RC-N' }, timestamps: [], values: [] };
    await viewerOf('national').data(ingesting, { input: { owner: 'NMC', source: 'probe', batches: [batch] } });
    await hub.sql(
      `UPDATE organization SET region_id = (SELECT r.id FROM region r WHERE r.code = 'SOUTH') WHERE code = 'RC-N'`,
    );
    const placed = await hub.sql(
      `SELECT r.code FROM region r JOIN device d ON d.region_id = r.id WHERE d.id = $1
       UNION ALL SELECT r.code FROM region r JOIN series s ON s.region_id = r.id WHERE s.organization_id IS NOT NULL`,
      [device.id.slice(4)],
    );
    expect(placed).toEqual([{ code: 'SOUTH' }, { code: 'SOUTH' }]);
  });
});

/** A new world in place of whatever the hub held. */
async function visitWorld(seed: number): Promise<Visit> {
  const random = createRandom(seed);
  const world = generateWorld(random);
  await plant(hub.sql, world, random);
  return { hub, api, world, random, tally: new Tally() };
}

function conclude({ tally }: Visit, seed: number): void {
  checks += tally.checks;
  tally.conclude(seed);
}

test.each(seeds)(
  'World %i shows each viewer what the oracle says, by every road',
  async (seed) => {
    const visit = await visitWorld(seed);
    expect(await seeNothingWithout(hub.asApiRole, visit.world)).toEqual([]);
    const [onlookers, tower] = [await onlookersOf(visit), new Watchtower(visit.world)];
    for (const onlooker of onlookers) await readAll(visit, onlooker, tower);
    await changeWorld(visit, onlookers, 4);
    await compareRoles(visit);
    await writeAll(visit);
    conclude(visit, seed);
  },
  patience,
);
