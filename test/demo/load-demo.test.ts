import type { Pool } from 'pg';
import { generateCountry, type DemoCountry } from '../../src/demo/demo-country';
import { isDemoLoaded, loadDemo, type DemoKey } from '../../src/demo/load-demo';
import { onlookers } from '../../src/demo/organizations';
import { playDay } from '../../src/demo/signal';
import { credentialFrom } from '../../src/directory/api-key';
import { createPool } from '../../src/kernel/postgres/database';
import { Session } from '../../src/kernel/postgres/session';
import { cloneTemplate, type TestDatabase } from '../support/test-database';
import { recordsOf } from './generated';

const scale = 0.05;
const hour = 3_600_000;
const first = new Date('2026-11-20T12:34:56Z');
const later = new Date(first.getTime() + 5 * hour);

/** One story: a load is broken off, the next completes it, another changes nothing, and three keys look at what is there. */
describe('loading the demonstration', () => {
  let database: TestDatabase;
  let operator: Pool;
  let api: Pool;
  let keys: DemoKey[];
  const country = generateCountry(new Date('2026-11-20T12:00:00Z'), scale);

  beforeAll(async () => {
    database = await cloneTemplate();
    operator = createPool(database.url, 'hub_owner', { max: 2 });
    api = createPool(database.url, 'hub_api', { max: 2 });
  });
  afterAll(async () => {
    await Promise.all([operator.end(), api.end()]);
    await database.drop();
  });

  const numbers = async (sql: string): Promise<Record<string, number>> =>
    (await operator.query<Record<string, number>>(sql)).rows[0]!;

  test('a load that is broken off is not taken for loaded', async () => {
    expect(await isDemoLoaded(operator)).toBe(false);
    const breakOff = (done: number, total: number) => {
      if (done > total * 0.8) throw new Error('the power fails');
    };
    await expect(loadDemo(operator, breakOff, first, { scale })).rejects.toThrow('the power fails');
    expect(await numbers('SELECT count(*)::int AS count FROM private.sample')).not.toEqual({ count: 0 });
    expect(await isDemoLoaded(operator)).toBe(false);
  }, 120_000);

  test('the next load completes it, as of the hour that the first began in', async () => {
    const progress: [number, number][] = [];
    keys = await loadDemo(operator, (done, total) => progress.push([done, total]), later, { scale });
    expect(await isDemoLoaded(operator)).toBe(true);
    expect(progress.map(([done]) => done)).toEqual(progress.map(([done]) => done).sort((a, b) => a - b));
    expect(progress.at(-1)![0]).toBe(progress.at(-1)![1]);
    expect(await numbers(standing)).toEqual(generated(country));
    const { rows } = await operator.query<{ end: string }>('SELECT max(p.at) AS end FROM private.sample p');
    expect(rows[0]!.end).toBe('2026-11-20T12:00:00Z');
  }, 120_000);

  test('another load creates nothing and updates nothing, and its three keys take the place of those before', async () => {
    const changes = "SELECT count(*)::int AS count FROM private.change c WHERE c.dataset <> 'KEYS'";
    const before = await numbers(changes);
    keys = await loadDemo(operator, () => undefined, later, { scale });
    const inForce = 'SELECT count(*)::int AS count FROM hub.api_client c WHERE c.revoked_at IS NULL';
    expect(await numbers(inForce)).toEqual({ count: 3 });
    expect(await numbers(changes)).toEqual(before);
    expect(await numbers(standing)).toEqual(generated(country));
  }, 120_000);

  test('the keys are of the national center, a regional center and a ministry', () => {
    expect(keys.map(({ organization, role }) => [organization, role])).toEqual([
      [onlookers.nation, 'STEWARD'],
      [onlookers.region, 'RESPONDER'],
      [onlookers.ministry, 'REPORTER'],
    ]);
    expect(keys.map(({ name }) => name)[1]).toBe('Trung tâm Giám sát mạng khu vực Đà Nẵng');
  });

  describe.each([0, 1, 2])('key %d', (place) => {
    const code = Object.values(onlookers)[place]!;
    const sees = (owner: string) => place === 0 || owner === code || owner.startsWith(`${code}-`);

    /** An agreement shows the ministry what the region owns. */
    const shared = (owner: string) => place === 2 && owner === onlookers.region;

    test('sees the inventory of its organization and of those below it, and what an agreement shows it', async () => {
      const { sites, devices, interfaces, links, addresses, systems } = recordsOf(country);
      const lists = [sites, devices, interfaces, links, addresses, systems].map((list) => list as { owner: string }[]);
      const counts = await asViewer<{ count: number }>(
        keys[place]!,
        ['site', 'device', 'interface', 'link', 'address', 'information_system']
          .map((table) => `SELECT count(*)::int AS count FROM ${table}`)
          .join(' UNION ALL '),
      );
      expect(counts.map(({ count }) => count)).toEqual(
        lists.map((list) => list.filter(({ owner }) => sees(owner) || shared(owner)).length),
      );
    });

    test('sees series that it sends, or that measure what is its own', async () => {
      const [seen] = await asViewer<{ count: number }>(keys[place]!, 'SELECT count(*)::int AS count FROM series');
      const due = country.series.filter(
        ({ owner, labels }) => sees(owner) || sees(ownerOf(country, labels['device']!)),
      );
      expect(seen!.count).toBe(due.length);
    });

    test('sees incidents by their markings, and those that name it', async () => {
      const rows = await asViewer<{ id: string }>(keys[place]!, 'SELECT i.external_id AS id FROM incident i');
      const due = country.incidents.filter(({ owner, reporter, record: { tlp, coworkers, recipients } }) => {
        const isParty = [owner, reporter, ...coworkers!, ...recipients!].includes(code);
        const isShared = shared(owner) && tlp === 'AMBER';
        return isParty || isShared || (tlp !== 'RED' && sees(owner)) || tlp === 'CLEAR' || tlp === 'GREEN';
      });
      expect(rows.map(({ id }) => id).sort()).toEqual(due.map(({ record }) => record.externalId).sort());
    });
  });

  async function asViewer<T extends object>({ text }: DemoKey, sql: string): Promise<T[]> {
    const session = await Session.open(api, api, { mode: 'read', deadline: Date.now() + hour });
    await session.enter(credentialFrom(`Bearer ${text}`)!);
    const rows = await session.rows<T>(sql);
    await session.rollback();
    return rows;
  }
});

const standing = `SELECT (SELECT count(*)::int FROM hub.region) AS regions, (SELECT count(*)::int FROM hub.organization) AS organizations,
  (SELECT count(*)::int FROM hub.site) AS sites, (SELECT count(*)::int FROM hub.device) AS devices,
  (SELECT count(*)::int FROM hub.interface) AS interfaces, (SELECT count(*)::int FROM hub.link) AS links,
  (SELECT count(*)::int FROM hub.vrf) AS vrfs, (SELECT count(*)::int FROM hub.prefix) AS prefixes,
  (SELECT count(*)::int FROM hub.address) AS addresses, (SELECT count(*)::int FROM hub.information_system) AS systems,
  (SELECT count(*)::int FROM hub.series) AS series, (SELECT count(*)::int FROM private.sample) AS samples,
  (SELECT count(*)::int FROM hub.incident) AS incidents, (SELECT count(*)::int FROM hub.timeline_entry) AS entries,
  (SELECT count(*)::int FROM hub.incident_subject) AS subjects`;

/** What must stand where the country was loaded whole. */
function generated(country: DemoCountry): Record<string, number> {
  const lists = Object.entries(recordsOf(country)).map(([what, list]) => [what, list.length] as const);
  const sum = <T>(list: readonly T[], of: (each: T) => number) => list.reduce((total, each) => total + of(each), 0);
  return {
    ...Object.fromEntries(lists),
    ...{ regions: 35, organizations: 53 },
    samples: sum(country.series, ({ signal }) => playDay(signal).slots.length),
    entries: sum(country.incidents, ({ entries }) => entries.length),
    subjects: sum(country.incidents, ({ record }) => record.affects!.length),
  };
}

const ownerOf = ({ devices }: DemoCountry, id: string): string => devices.find((device) => device.id === id)!.owner;
