import { Client } from 'pg';
import { connectionConfig } from '../../src/kernel/postgres/database';
import { until } from '../support/until';
import { startHub, type Hub } from '../support/hub';
import { asking, Follower } from './follower';

let hub: Hub;
const devices = { filter: { types: ['Device'] } };
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

const rawId = ({ id }: { id: string }): string => id.slice(4);
const national = (asked: object = devices) => new Follower(hub.as(hub.keys.national), asked);
const regional = (asked: object = devices) => new Follower(hub.as(hub.keys.regional), asked);
const partner = (asked: object = devices) => new Follower(hub.as(hub.keys.partner), asked);
const rename = (device: { id: string }, name: string) =>
  hub.sql('UPDATE device SET name = $2 WHERE id = $1', [rawId(device), name]);

/** A transaction that stays open until it is told otherwise. */
async function open(): Promise<Client> {
  const client = new Client(connectionConfig(hub.databaseUrl, 'hub_owner'));
  await client.connect();
  await client.query('BEGIN');
  return client;
}

describe('Following', () => {
  test('begins with everything that the viewer sees, and goes on with what changes', async () => {
    const device = await hub.device({ owner: 'RC-N' });
    const [center, ministry] = [national(), partner()];
    expect(await center.told()).toContainEqual(['DISCLOSED', device.id]);
    expect(await ministry.told()).toEqual([]);
    const other = await hub.device({ owner: 'RC-N' });
    await rename(device, 'renamed');
    await hub.sql('DELETE FROM device WHERE id = $1', [rawId(device)]);
    expect(await center.told()).toEqual([
      ['CREATED', other.id],
      ['DELETED', device.id],
    ]);
    expect(await ministry.told()).toEqual([]);
    expect(await center.told()).toEqual([]);
  });

  test('from NOW tells nothing of before', async () => {
    const center = national();
    await center.page({ from: 'NOW' });
    const device = await hub.device({ owner: 'RC-N' });
    expect(await center.told()).toEqual([['CREATED', device.id]]);
  });

  test('waits for a transaction that is still under way, and skips nothing that it wrote, nor what came after', async () => {
    const [center, late] = [national(), await hub.device({ owner: 'NMC' })];
    await center.told();
    const writer = await open();
    await writer.query('UPDATE device SET name = $2 WHERE id = $1', [rawId(late), 'late']);
    const quick = await hub.device({ owner: 'NMC' });
    expect(await center.told()).toEqual([]);
    await writer.query('COMMIT');
    await writer.end();
    expect((await center.told()).sort()).toEqual(
      [
        ['CREATED', quick.id],
        ['UPDATED', late.id],
      ].sort(),
    );
  });

  test('stops in the middle of one transaction and goes on there', async () => {
    const center = national();
    await center.told();
    const batch = await Promise.all(Array.from({ length: 5 }, () => hub.device({ owner: 'NMC' })));
    await hub.sql(`UPDATE device SET model = 'm' WHERE id = ANY ($1)`, [batch.map(rawId)]);
    const seen: string[] = [];
    for (let page = await center.page({ first: 2 }); ; page = await center.page({ first: 2 })) {
      expect(page.changes.length).toBeLessThanOrEqual(2);
      seen.push(...page.changes.map(({ nodeId }) => nodeId));
      if (!page.hasMore) break;
    }
    expect([...new Set(seen)].sort()).toEqual(batch.map(({ id }) => id).sort());
  });

  test('goes on behind any change of a page', async () => {
    const center = national();
    await center.told();
    const made = [await hub.device({ owner: 'NMC' }), await hub.device({ owner: 'NMC' })];
    const { changes } = await center.page();
    center.cursor = changes[0]!.cursor;
    expect(await center.told()).toEqual([['CREATED', made[1]!.id]]);
  });

  test('tells a change of a part of a record as one of the record', async () => {
    const [center, code] = [national({ filter: { types: ['SharingGroup'] } }), 'GRP-PARTS'];
    const group = await hub.group('NMC', code, ['NMC']);
    await center.told();
    await hub.group('NMC', code, ['NMC', 'RC-N']);
    expect(await center.told()).toEqual([['UPDATED', group]]);
  });

  test('takes the same number of statements whatever a page holds', async () => {
    const statementsFor = async (count: number) => {
      const center = national({});
      await center.told();
      for (let i = 0; i < count; i += 1) await hub.sql(`UPDATE device SET model = $1`, [`${count} ${i}`]);
      await hub.sql(`UPDATE site SET name = $1`, [`site ${count}`]);
      await center.page();
      return hub.statements.length;
    };
    await hub.site({ owner: 'NMC' });
    expect(await statementsFor(1)).toBe(await statementsFor(6));
  });
});

describe('What a key may see', () => {
  test('is told as it comes and goes by agreement, and what came to be after that is no matter of it', async () => {
    const device = await hub.device({ owner: 'MOH' });
    const center = regional();
    await center.told();
    const agreement = await hub.agreement({ provider: 'MOH', consumer: 'RC-N', datasets: ['INVENTORY'] });
    expect(await center.told()).toContainEqual(['DISCLOSED', device.id]);
    const known = await hub.device({ owner: 'MOH' });
    expect(await center.told()).toEqual([['CREATED', known.id]]);
    await hub.revoke(agreement, 'MOH');
    const stranger = await hub.device({ owner: 'MOH' });
    await rename(stranger, 'after the end');
    await rename(known, 'after the end too');
    const told = await center.told();
    expect(told).toContainEqual(['WITHDRAWN', device.id]);
    expect(told).toContainEqual(['WITHDRAWN', known.id]);
    expect(told.map(([, id]) => id)).not.toContain(stranger.id);
  });

  test('withdraws what is gone in the meantime from who may not see it any more', async () => {
    const device = await hub.device({ owner: 'RC-S' });
    const center = new Follower(hub.as(await hub.key({ organization: 'RC-S' })), devices);
    await center.told();
    await hub.sql(`UPDATE device SET owner_id = (SELECT id FROM organization WHERE code = 'NMC') WHERE id = $1`, [
      rawId(device),
    ]);
    await hub.sql('DELETE FROM device WHERE id = $1', [rawId(device)]);
    expect(await center.told()).toEqual([['WITHDRAWN', device.id]]);
  });

  test('tells again from a place that was lost, and so of what has come and gone since', async () => {
    const center = national();
    await center.told();
    const kept = center.cursor;
    // A reading is noted beside: while that goes on, nothing behind it is told.
    const told = () => until('something is told', async () => nonEmpty(await center.told()));
    const nonEmpty = (changes: [string, string][]) => (changes.length > 0 ? changes : null);
    const device = await hub.device({ owner: 'NMC' });
    expect(await told()).toEqual([['CREATED', device.id]]);
    await hub.sql('DELETE FROM device WHERE id = $1', [rawId(device)]);
    center.cursor = kept;
    expect(await told()).toEqual([['DELETED', device.id]]);
  });

  test('shows another field of a record as UPDATED', async () => {
    const device = await hub.device({ owner: 'MOH', serial: 'S-1' });
    const center = regional();
    const terms = { provider: 'MOH', consumer: 'RC-N', datasets: ['INVENTORY'] } as const;
    const first = await hub.agreement({ ...terms, datasets: ['INVENTORY'], withheld: ['SERIAL'] });
    await center.told();
    const second = await hub.agreement({ ...terms, datasets: ['INVENTORY'] });
    expect(await center.told()).toContainEqual(['UPDATED', device.id]);
    await hub.revoke(first, 'MOH');
    await hub.revoke(second, 'MOH');
  });

  test('follows the role of its key: clients and keys are for stewards', async () => {
    const filter = { datasets: ['KEYS'] };
    const steward = new Follower(hub.as(hub.keys.national), { filter });
    const [cli] = (await steward.told())[0]!;
    expect(cli).toBe('DISCLOSED');
    const viewer = hub.as(await hub.key({ organization: 'NMC', role: 'READER' }));
    const reader = new Follower(viewer, { filter });
    expect(await reader.told()).toEqual([]);
    // Who goes on from there would learn of keys by having them withdrawn.
    for (const asked of [{ filter }, devices, {}])
      expect(await viewer.refusal(asking, { ...asked, after: steward.cursor })).toMatchObject({
        code: 'CURSOR_EXPIRED',
        message: expect.stringContaining('steward') as string,
      });
    const ofDevices = national();
    await ofDevices.told();
    reader.cursor = ofDevices.cursor;
    expect(await reader.told(devices)).toEqual([]);
    const another = new Follower(hub.as(await hub.key({ organization: 'NMC', role: 'STEWARD' })), { filter });
    another.cursor = steward.cursor;
    expect((await another.told()).map(([operation]) => operation)).not.toContain('WITHDRAWN');
  });

  test('is narrowed by a filter: what leaves it is withdrawn, be it the record or the filter that changed', async () => {
    const [north, south] = [await hub.device({ owner: 'RC-N' }), await hub.device({ owner: 'RC-S' })];
    const center = national({});
    const filter = { types: ['Device'], regions: ['NORTH'] };
    const begun = await center.told({ filter });
    expect(begun).toContainEqual(['DISCLOSED', north.id]);
    expect(begun).not.toContainEqual(['DISCLOSED', south.id]);
    await hub.sql(`UPDATE device SET owner_id = (SELECT id FROM organization WHERE code = 'RC-S') WHERE id = $1`, [
      rawId(north),
    ]);
    expect(await center.told({ filter })).toEqual([['WITHDRAWN', north.id]]);
    const wider = { types: ['Device'] };
    expect(await center.told({ filter: wider })).toContainEqual(['DISCLOSED', south.id]);
  });

  test('is narrowed by a saved feed', async () => {
    const { saveFeed } = await hub
      .as(hub.keys.national)
      .data<{ saveFeed: { feed: { id: string } } }>(
        `mutation($input: SaveFeedInput!) { saveFeed(input: $input) { feed { id code filter { types regions tlp } owner { code } } } }`,
        { input: { owner: 'NMC', code: 'northern', filter: { types: ['Device'], regions: ['NORTH'] } } },
      );
    expect(saveFeed.feed).toMatchObject({
      filter: { types: ['Device'], regions: ['NORTH'], tlp: null },
      owner: { code: 'NMC' },
    });
    const device = await hub.device({ owner: 'RC-N' });
    const center = national({ feed: saveFeed.feed.id });
    expect(await center.told()).toContainEqual(['DISCLOSED', device.id]);
    const hidden = await hub.as(hub.keys.partner).refusal(asking, { feed: saveFeed.feed.id });
    expect(hidden.code).toBe('NOT_FOUND');
  });
});

describe('Samples', () => {
  const ingesting = `mutation($input: IngestSamplesInput!) { ingestSamples(input: $input) { taken } }`;
  const send = (key: string, owner: string, batches: object[]) =>
    hub.as(key).data(ingesting, { input: { owner, source: 'probe', batches } });

  test('are told as ranges of the series that are seen, late ones too; a series that comes into sight tells what is kept of it', async () => {
    const filter = { datasets: ['SAMPLES'] };
    const [center, region] = [national({ filter }), regional({ filter })];
    await center.told();
    await region.told();
    const batch = (organization: string, minute: number) => ({
      ...{ metric: 'up', subject: { organization } },
      ...{ timestamps: [`2026-11-01T00:0${minute}:00Z`], values: [1] },
    });
    await send(hub.keys.national, 'NMC', [batch('NMC', 5)]);
    await send(hub.keys.regional, 'RC-N', [batch('RC-N', 5)]);
    await send(hub.keys.national, 'NMC', [batch('NMC', 1)]);
    const told = await center.changes();
    const appended = told.filter(({ operation }) => operation === 'APPENDED').flatMap(({ ranges }) => ranges!);
    expect(appended.map(({ from }) => from.slice(14, 16)).sort()).toEqual(['01', '05', '05']);
    const seen = await region.changes();
    const [series] = await hub.sql<{ id: string }>(
      `SELECT s.id FROM series s JOIN organization o ON o.id = s.organization_id WHERE o.code = 'RC-N'`,
    );
    expect(new Set(seen.flatMap(({ ranges }) => ranges ?? []).map((range) => range.series))).toEqual(
      new Set([`ser_${series!.id}`]),
    );
    const late = regional({ filter });
    const [disclosed] = await late.changes();
    expect(disclosed).toMatchObject({
      operation: 'DISCLOSED',
      ranges: [{ series: `ser_${series!.id}`, from: '2026-11-01T00:05:00Z' }],
    });
  });
});
