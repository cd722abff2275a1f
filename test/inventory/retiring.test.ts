import { startHub, type Hub } from '../support/hub';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

const document = `mutation Send($input: UpsertDevicesInput!) {
  sent: upsertDevices(input: $input) { created unchanged retired syncedAt }
}`;
const input = (keys: string[], more: object = {}) => ({
  input: {
    owner: 'RC-N',
    source: 'large',
    records: keys.map((key) => ({ externalId: key, role: 'ROUTER', name: key })),
    ...more,
  },
});
interface Sent {
  retired: number;
  unchanged: number;
  syncedAt: string;
}
const send = async (keys: string[], more: object = {}): Promise<Sent> =>
  (await hub.as(hub.keys.regional).data<{ sent: Sent }>(document, input(keys, more))).sent;
const retired = async (): Promise<string[]> => {
  const rows = await hub.sql<{ key: string }>(
    `SELECT d.external_id AS key FROM device d WHERE d.source = 'large' AND d.status = 'RETIRED' ORDER BY 1`,
  );
  return rows.map(({ key }) => key);
};

describe('A source that comes in several batches', () => {
  test('retires with its last batch what none of them sent', async () => {
    await send(['a', 'b', 'gone', 'c']);
    const first = await send(['a']);
    await send(['b']);
    const last = await send(['c'], { retireNotSentSince: first.syncedAt });
    expect(last).toMatchObject({ unchanged: 1, retired: 1 });
    expect(await retired()).toEqual(['gone']);
  });

  test('may close with an empty batch', async () => {
    const { syncedAt } = await send(['a', 'b']);
    expect(await send([], { retireNotSentSince: syncedAt })).toEqual({
      ...{ created: 0, unchanged: 0, retired: 1 },
      syncedAt: null,
    });
    expect(await retired()).toEqual(['c', 'gone']);
  });
});

describe('What would retire more than was meant is refused with the way to say it', () => {
  const refusal = (keys: string[], more: object) => hub.as(hub.keys.regional).refusal(document, input(keys, more));

  test('retireMissing with no records at all', async () => {
    const message = expect.stringContaining('would retire everything of this source') as string;
    expect(await refusal([], { retireMissing: true })).toEqual({ code: 'BAD_USER_INPUT', status: 400, message });
  });

  test('an instant that lies ahead, which the batch itself would not outlive', async () => {
    await send(['a']);
    const message = expect.stringContaining('lies ahead') as string;
    expect(await refusal(['a'], { retireNotSentSince: '2100-01-01T00:00:00Z' })).toMatchObject({ message });
    expect(await retired()).not.toContain('a');
  });

  test('both ways at once', async () => {
    const both = { retireMissing: true, retireNotSentSince: '2026-01-01T00:00:00Z' };
    expect(await refusal(['a'], both)).toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});
