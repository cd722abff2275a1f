import { startHub, type Hub } from '../../support/hub';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

interface Change {
  operation: string;
  type: string;
  actor: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}
const changesOf = (id: string): Promise<Change[]> =>
  hub.sql<Change>(
    `SELECT c.operation, c.record_type AS type, c.actor_label AS actor, c.before, c.after
       FROM private.change c WHERE c.record_id = $1 ORDER BY c.seq`,
    [id.slice(4)],
  );

describe('A change is recorded, whichever road it came by', () => {
  test('by the API, with the desk that made it', async () => {
    const device = await hub.device({ name: 'by the API' });
    expect(await changesOf(device.id)).toMatchObject([
      { operation: 'CREATED', type: 'Device', actor: 'NMC source', before: null },
    ]);
  });

  test('by plain SQL, with nobody', async () => {
    const device = await hub.device({ name: 'before' });
    await hub.sql(`UPDATE device SET name = 'after' WHERE id = $1`, [device.id.slice(4)]);
    await hub.sql(`DELETE FROM device WHERE id = $1`, [device.id.slice(4)]);
    expect((await changesOf(device.id)).slice(1)).toMatchObject([
      { operation: 'UPDATED', actor: null, before: { name: 'before' }, after: { name: 'after' } },
      { operation: 'DELETED', actor: null, before: { name: 'after' }, after: null },
    ]);
  });

  test('but not where the record only said again what stood', async () => {
    const device = await hub.device();
    await hub.sql('UPDATE device SET synced_at = now(), name = name WHERE id = $1', [device.id.slice(4)]);
    expect(await changesOf(device.id)).toHaveLength(1);
  });

  test('with the access columns it had and has', async () => {
    const site = await hub.site({ owner: 'RC-N', region: 'NORTH' });
    await hub.sql(`UPDATE site SET region_id = (SELECT r.id FROM region r WHERE r.code = 'SOUTH') WHERE id = $1`, [
      site.id.slice(4),
    ]);
    const moves = await hub.sql(
      `SELECT o.code AS owner, was.code AS was, r.code AS now FROM private.change c JOIN organization o ON o.id = c.owner_id
         JOIN region was ON was.id = c.was_region_id JOIN region r ON r.id = c.region_id WHERE c.record_id = $1`,
      [site.id.slice(4)],
    );
    expect(moves).toEqual([{ owner: 'RC-N', was: 'NORTH', now: 'SOUTH' }]);
  });
});

describe('The months of the log', () => {
  const partitionOf = async (id: string): Promise<string[]> => {
    const text = 'SELECT c.tableoid::regclass::text AS name FROM private.change c WHERE c.record_id = $1';
    return (await hub.sql<{ name: string }>(text, [id.slice(4)])).map(({ name }) => name);
  };
  const ensure = (months: number) =>
    hub.sql(`SELECT private.ensure_month('change', now() + $1 * interval '1 month')`, [months]);

  test('are there before the first change is written', async () => {
    const device = await hub.device();
    expect(await partitionOf(device.id)).toEqual([expect.stringMatching(/^private\.change_\d{4}_\d\d$/)]);
  });

  test('may be made twice, and at once', async () => {
    const partitions = () =>
      hub.sql(
        `SELECT c.relname FROM pg_class c WHERE c.relispartition AND c.relname LIKE 'change\\_%' AND c.relkind = 'r'`,
      );
    await ensure(20);
    const before = await partitions();
    await Promise.all([ensure(20), ensure(21), ensure(21), ensure(21)]);
    expect(await partitions()).toHaveLength(before.length + 1);
  });

  test('may be made late: what the catch-all has taken of the month goes over', async () => {
    const device = await hub.device();
    const late = `UPDATE private.change c SET at = now() + interval '30 months' WHERE c.record_id = $1`;
    await hub.sql(late, [device.id.slice(4)]);
    expect(await partitionOf(device.id)).toEqual(['private.change_other']);
    await ensure(30);
    expect(await partitionOf(device.id)).toEqual([expect.stringMatching(/^private\.change_\d{4}_\d\d$/)]);
    expect(await changesOf(device.id)).toHaveLength(1);
  });
});
