import { CountOverview1790000001200 } from '../../migrations/1790000001200-count-overview';
import { migrate } from '../../src/kernel/postgres/migrate';
import { migrations } from '../../src/migrations';
import { foldCounts } from '../../src/overview/fold-counts';
import { asOwner } from '../operations/hub-contents';
import { liveIn } from '../operations/lived-in-hub';
import { startHub, type Hub } from '../support/hub';
import { emptyDatabase, type TestDatabase } from '../support/test-database';
import { counterRows, miscounted } from './miscounted';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

const rowsOf = async (counts: string): Promise<number> => {
  const rows = await hub.sql<{ counts: string; rows: number }>(counterRows);
  return rows.find((row) => row.counts === counts)!.rows;
};

describe('Counters', () => {
  const batch = (status: (n: number) => string) => ({
    owner: 'RC-N',
    records: Array.from({ length: 1000 }, (_, n) => ({ externalId: `bulk-${n}`, role: 'ROUTER', status: status(n) })),
  });

  test('take a row for each group of a batch, and none where a batch says again what stands', async () => {
    const before = await rowsOf('device_count');
    await hub.send(
      'Devices',
      batch((n) => (n % 4 === 0 ? 'OFFLINE' : 'ACTIVE')),
    );
    expect(await rowsOf('device_count')).toBe(before + 2);
    await hub.send(
      'Devices',
      batch((n) => (n % 4 === 0 ? 'OFFLINE' : 'ACTIVE')),
    );
    await hub.sql(`UPDATE device SET name = 'another'`);
    expect(await rowsOf('device_count')).toBe(before + 2);
    await hub.send(
      'Devices',
      batch((n) => (n % 8 === 0 ? 'OFFLINE' : 'ACTIVE')),
    );
    // One fewer of one group, one more of the other.
    expect(await rowsOf('device_count')).toBe(before + 4);
    expect(await hub.sql(miscounted)).toEqual([]);
  });

  test('follow what moves with its site, its owner or the region of either, and what is removed', async () => {
    const site = await hub.site({ owner: 'RC-N', region: 'NORTH' });
    await hub.device({ owner: 'NMC', site });
    await hub.device({ owner: 'RC-N' });
    const south = `(SELECT r.id FROM region r WHERE r.code = 'SOUTH')`;
    const changes = [
      `UPDATE site SET region_id = ${south} WHERE id = '${site.id.slice(4)}'`,
      `UPDATE organization SET region_id = ${south} WHERE code = 'RC-N'`,
      `UPDATE device SET owner_id = (SELECT o.id FROM organization o WHERE o.code = 'RC-S') WHERE external_id LIKE 'bulk-1%'`,
      `UPDATE device SET site_id = NULL WHERE site_id IS NOT NULL`,
      `DELETE FROM device WHERE external_id LIKE 'bulk-2%'`,
    ];
    for (const change of changes) {
      const before = await rowsOf('device_count');
      await hub.sql(change);
      expect([change, await rowsOf('device_count')]).not.toEqual([change, before]);
      expect([change, await hub.sql(miscounted)]).toEqual([change, []]);
    }
  });

  test('are folded to one row a group, none for what is gone, and a second time not at all', async () => {
    const groups = await hub.sql('SELECT DISTINCT owner_id, region_id, status FROM device');
    expect(await rowsOf('device_count')).toBeGreaterThan(groups.length);
    await hub.sql(foldCounts.sql);
    expect(await rowsOf('device_count')).toBe(groups.length);
    expect(await hub.sql(miscounted)).toEqual([]);
    const places = () => hub.sql('SELECT c.ctid::text AS place, c.n FROM device_count c ORDER BY 1');
    const before = await places();
    await hub.sql(foldCounts.sql);
    expect(await places()).toEqual(before);
    await hub.sql('DELETE FROM device');
    await hub.sql(foldCounts.sql);
    expect(await rowsOf('device_count')).toBe(0);
  });
});

describe('A hub that held records before it counted them', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await emptyDatabase();
  });
  afterAll(() => database.drop());

  test('counts them all', async () => {
    await migrate(database.url, migrations.slice(0, migrations.indexOf(CountOverview1790000001200)));
    await liveIn(database.url, 100);
    await migrate(database.url, migrations);
    expect(await asOwner(database.url, miscounted)).toEqual([]);
    const rows = await asOwner<{ counts: string; rows: number }>(database.url, counterRows);
    // Warnings came later: of before there are none.
    expect(rows.filter((row) => row.rows === 0)).toEqual([{ counts: 'open_warning_count', rows: 0 }]);
  });
});
