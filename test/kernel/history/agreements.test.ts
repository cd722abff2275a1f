import type { HistoryEntry } from '../../support/history';
import { startHub, type Hub } from '../../support/hub';
import { startProgram } from '../../support/program';
import type { Viewer } from '../../support/viewer';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

const historyOf = async (viewer: Viewer, id: string): Promise<HistoryEntry[] | null> => {
  const { node } = await viewer.data<{ node: { history: { nodes: HistoryEntry[] } } | null }>(
    'query($id: ID!) { node(id: $id) { history { nodes { operation actor changed before after } } } }',
    { id },
  );
  return node && node.history.nodes;
};

describe('The history of an agreement', () => {
  test('tells each step, and which desk took it, to both sides and nobody else', async () => {
    const id = await hub.agreement({ provider: 'RC-N', consumer: 'MOH' });
    await hub.revoke(id, 'MOH');
    const provider = await historyOf(hub.as(hub.keys.regional), id);
    expect(provider).toMatchObject([
      { operation: 'UPDATED', actor: 'MOH desk', before: { state: 'ACCEPTED' }, after: { state: 'ENDED' } },
      { operation: 'UPDATED', actor: 'MOH desk', before: { state: 'PROPOSED' }, after: { state: 'ACCEPTED' } },
      { operation: 'CREATED', actor: 'RC-N desk', before: null, after: { title: 'RC-N to MOH', state: 'PROPOSED' } },
    ]);
    expect(await historyOf(hub.as(hub.keys.partner), id)).toEqual(provider);
    expect(await historyOf(hub.as(await hub.key({ organization: 'RC-S' })), id)).toBeNull();
  });

  test('is printed to the operator', async () => {
    const id = await hub.agreement({ provider: 'RC-S', consumer: 'MOH' });
    const { code, out } = await startProgram('cli.ts', ['history', id], { DATABASE_URL: hub.databaseUrl }).ended;
    expect(code).toBe(0);
    expect(out).toMatch(/CREATED {2}RC-S desk[^]*title: - -> "RC-S to MOH"/);
    expect(out).toMatch(/UPDATED {2}MOH desk[^]*state: "PROPOSED" -> "ACCEPTED"/);
  });
});

test('The history of a sharing group tells its names to everybody, and not who is in it', async () => {
  const id = await hub.group('RC-N', 'ring', ['MOH', 'RC-S']);
  await hub.sql(`UPDATE sharing_group SET name = 'Vòng trong' WHERE id = $1`, [id.slice(4)]);
  const told = await historyOf(hub.as(hub.keys.partner), id);
  expect(told).toMatchObject([
    { operation: 'UPDATED', actor: null, changed: ['name'], before: { name: 'ring' }, after: { name: 'Vòng trong' } },
    { operation: 'CREATED', actor: 'RC-N desk', after: { code: 'ring' } },
  ]);
  const [member] = await hub.sql<{ id: string }>(`SELECT o.id FROM organization o WHERE o.code = 'RC-S'`);
  expect(JSON.stringify(told)).not.toContain(member!.id);
});
