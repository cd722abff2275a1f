import { startHub, type Hub } from '../support/hub';
import type { Viewer } from '../support/viewer';
import { texts } from './searching';

let hub: Hub;
let national: Viewer;
let partner: Viewer;
beforeAll(async () => {
  hub = await startHub();
  national = hub.as(hub.keys.national);
  partner = hub.as(hub.keys.partner);
});
afterAll(() => hub.stop());

describe('The ways of a search lead to one answer:', () => {
  test('the same whether a viewer has few places, each gone through by itself, or most of the country', async () => {
    for (const [n, region] of ['NORTH', 'SOUTH', 'VN'].entries()) {
      const site = await hub.site({ owner: 'RC-S', region, name: `old tern ${n}` });
      await hub.device({ owner: 'RC-S', name: `tern ${n}`, site, status: n === 1 ? 'RETIRED' : 'ACTIVE' });
    }
    const found = ['tern 0', 'tern 2', 'old tern 0', 'old tern 1', 'old tern 2', 'tern 1'];
    expect(await texts(national, 'tern')).toEqual(found);
    expect(await texts(national, 'tern ol')).toEqual(['old tern 0', 'old tern 1', 'old tern 2']);
    await hub.sql(
      `INSERT INTO organization (id, code, name, kind) SELECT gen_random_uuid(), 'many-' || n, 'Many ' || n, 'AGENCY' FROM generate_series(1, 20) n`,
    );
    expect(await texts(national, 'tern')).toEqual(found);
    expect(await texts(national, 'tern ol')).toEqual(['old tern 0', 'old tern 1', 'old tern 2']);
    await hub.sql(`DELETE FROM organization WHERE code LIKE 'many-%'`);
  });

  test('words that seldom stand together, by their index, and those that often do, by walking, in one order', async () => {
    const named = (n: number, name: string) => ({ externalId: `auk${n}`, name, role: 'SENSOR' });
    const alone = Array.from({ length: 230 }, (_, n) => named(n, `guillemot ${n}`));
    const both = Array.from({ length: 30 }, (_, n) => named(300 + n, `razor ${n} guillemot zz`));
    await hub.send('Devices', { owner: 'RC-S', records: [...alone, ...both] });
    const sparse = await texts(national, 'guillemot razor');
    expect([...sparse].sort()).toEqual(both.map(({ name }) => name).sort());
    const own = hub.as(await hub.key({ organization: 'RC-S' }));
    expect(new Set(await texts(own, 'guillemot razor'))).toEqual(new Set(sparse));
    expect(await texts(partner, 'guillemot razor')).toEqual([]);
  });
});

describe('Frequent words that seldom stand together', () => {
  test('are found by the index of words, in any order and number', async () => {
    await hub.sql(
      `INSERT INTO region (id, code, name)
       SELECT gen_random_uuid(), 'R' || n, CASE WHEN n <= 5050 THEN 'Auklet ' WHEN n <= 10100 THEN 'Murrelet ' ELSE 'Đảo auklet murrelet ' END || n
         FROM generate_series(1, 10107) n`,
    );
    const both = Array.from({ length: 7 }, (_, n) => `Đảo auklet murrelet ${10101 + n}`);
    for (const viewer of [national, partner]) {
      expect(await texts(viewer, 'murrelet auklet')).toEqual(both);
      expect(await texts(viewer, 'murrel auk dao')).toEqual(both);
      expect(await texts(viewer, 'murrelet auklet 10103')).toEqual([both[2]]);
    }
    await hub.sql(`DELETE FROM region WHERE name ~ 'Auklet|Murrelet|murrelet'`);
    expect(await texts(national, 'murrelet auklet')).toEqual([]);
  }, 60_000);
});
