import { startHub, type Hub } from '../support/hub';
import { upsertDocument } from '../support/inventory-builders';
import { nothing } from '../support/sent-records';
import type { Variables, Viewer } from '../support/viewer';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

describe('A batch as a whole is refused', () => {
  const input = (more: Variables) => ({ input: { owner: 'RC-N', source: 'netbox', records: [], ...more } });
  const refusal = (viewer: Viewer, more: Variables = {}) => viewer.refusal(upsertDocument('Devices'), input(more));

  test('with more than 1,000 records', async () => {
    const records = Array.from({ length: 1001 }, (_, n) => ({ externalId: `r${n}`, role: 'OTHER' }));
    const regional = hub.as(hub.keys.regional);
    expect(await refusal(regional, { records })).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringContaining('1000 records at most'),
    });
  });

  test('for an owner that the key may not write for, or that does not exist', async () => {
    const [national, regional] = [hub.as(hub.keys.national), hub.as(hub.keys.regional)];
    expect(await refusal(national)).toMatchObject({ code: 'FORBIDDEN', message: expect.stringContaining('"RC-N"') });
    expect(await refusal(regional, { owner: 'NMC' })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusal(regional, { owner: 'RC-S' })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusal(regional, { owner: 'NOBODY' })).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringContaining('"NOBODY"'),
    });
  });

  test('with a key that reads only', async () => {
    const reader = hub.as(await hub.key({ organization: 'RC-N', role: 'READER' }));
    expect(await refusal(reader)).toMatchObject({ code: 'FORBIDDEN', message: expect.stringContaining('READER') });
  });

  test('with a key that names an owner outside its own tree', async () => {
    const key = await hub.key({ organization: 'RC-N', writesFor: ['RC-S', 'NMC', 'MOH'] });
    for (const owner of ['RC-S', 'NMC', 'MOH'])
      expect(await refusal(hub.as(key), { owner })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await hub.as(key).data(upsertDocument('Devices'), input({}))).toEqual({ sent: nothing });
  });
});
