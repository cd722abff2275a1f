import type { Pool } from 'pg';
import { actAs, type ActAs } from '../../src/directory/act-as';
import { createPool } from '../../src/kernel/postgres/database';
import type { ImportedRecord, ImportedType, ImportItem } from '../../src/sources/import-item';
import { importItems, type Refused } from '../../src/sources/import-run';
import { SeenRecords } from '../../src/sources/seen-records';
import { startHub, type Hub } from '../support/hub';

let count = 0;
const item = (type: ImportedType, owner: string, record: object, file = 'dump'): ImportedRecord => ({
  ...{ type, owner, record },
  place: { file, position: `row ${++count}` },
});
const site = (owner: string, externalId: string, name = 'Trạm', file?: string): ImportedRecord =>
  item('Site', owner, { externalId, code: externalId, name, status: 'ACTIVE' }, file);
const incident = (owner: string, externalId: string, title: string): ImportedRecord =>
  item('Incident', owner, {
    ...{ externalId, title, classification: { class: 'availability', type: 'outage' } },
    ...{
      severity: 'MINOR',
      state: 'NEW',
      tlp: 'GREEN',
      occurredAt: '2026-11-20T10:00:00Z',
      occurredAtPrecision: 'SECOND',
      links: [],
    },
  });

async function* streamed(items: Iterable<ImportItem>): AsyncGenerator<ImportItem> {
  yield* items;
}

describe('an import run', () => {
  let hub: Hub;
  let operator: Pool;
  let act: ActAs;
  let refused: Refused[];

  beforeAll(async () => {
    hub = await startHub();
    operator = createPool(hub.databaseUrl, 'hub_owner', { max: 2 });
    act = actAs(operator, { organization: 'NMC', label: 'import test' });
  });
  beforeEach(() => {
    count = 0;
    refused = [];
  });
  afterAll(async () => {
    await operator.end();
    await hub.stop();
  });

  const run = (items: AsyncIterable<ImportItem> | ImportItem[], as = act) =>
    importItems(Array.isArray(items) ? streamed(items) : items, 'test', as, (row) => refused.push(row));
  const told = () => refused.map(({ place, field, reason }) => `${place.position}: ${field}: ${reason}`);
  const names = (prefix: string) =>
    hub.sql<{ name: string }>(
      `SELECT s.name FROM hub.site s WHERE starts_with(s.external_id, $1) ORDER BY s.external_id`,
      [prefix],
    );

  it('refuses the records of owners that it can not write for, each by its place, and takes the others', async () => {
    const items = [
      site('NOBODY', 'o-1'),
      site('NMC', 'o-2'),
      site('MOH', 'o-3'),
      site('NOBODY', 'o-4'),
      site('RC-N', 'o-5'),
      item('Device', 'NMC', { externalId: 'o-6', role: 'ROUTER', status: 'ACTIVE', site: { externalId: 'o-2' } }),
      item('Device', 'MOH', { externalId: 'o-7', role: 'ROUTER', status: 'ACTIVE' }),
    ];
    expect(await run(items)).toEqual({ created: 3, updated: 0, unchanged: 0, refused: 4 });
    const unknown = 'There is no organization with the code "NOBODY".';
    const foreign =
      'This key may not write for "MOH": it stands neither at nor below "NMC", the organization of this key. Only a key of its own, or of one above it, may.';
    expect(told().sort()).toEqual([
      `row 1: owner: ${unknown}`,
      `row 3: owner: ${foreign}`,
      `row 4: owner: ${unknown}`,
      `row 7: owner: ${foreign}`,
    ]);
    expect(await run(items)).toEqual({ created: 0, updated: 0, unchanged: 3, refused: 4 });
  });

  it('ends with any other error', async () => {
    const nobody = actAs(operator, { organization: 'NOBODY', label: 'import test' });
    await expect(run([site('NMC', 'e-1')], nobody)).rejects.toThrow('There is no organization with the code "NOBODY"');
    async function* broken(): AsyncGenerator<ImportItem> {
      yield* [site('NMC', 'e-2')];
      throw new Error('the file ends here');
    }
    await expect(run(broken())).rejects.toThrow('the file ends here');
    expect(refused).toEqual([]);
  });

  it('holds 5,000 records of all owners together, not of each', async () => {
    let most = 0;
    async function* ofManyOwners(): AsyncGenerator<ImportItem> {
      for (let i = 0; i < 11 * 490; i++) {
        most = Math.max(most, i - refused.length);
        yield site(`NOBODY-${i % 11}`, `w-${i}`);
      }
    }
    expect(await run(ofManyOwners())).toMatchObject({ created: 0, refused: 11 * 490 });
    expect(most).toBe(4999);
  });

  it('refuses what stands twice, in whatever batch, and so changes nothing when it runs again', async () => {
    const items = [
      ...[site('NMC', 'd-0', 'first'), site('RC-N', 'd-0', 'of another owner')],
      ...Array.from({ length: 600 }, (_, i) => site('NMC', `d-${1000 + i}`)),
      ...[site('NMC', 'd-0', 'second'), site('NMC', 'd-1599', 'third', 'other')],
      ...[item('Device', 'NMC', { externalId: 'd-0', role: 'ROUTER', status: 'ACTIVE' })],
    ];
    expect(await run(items)).toEqual({ created: 603, updated: 0, unchanged: 0, refused: 2 });
    expect(told()).toEqual([
      'row 603: externalId: "d-0" stands twice in this import, first at row 1.',
      'row 604: externalId: "d-1599" stands twice in this import, first at dump: row 602.',
    ]);
    expect(await run(items)).toEqual({ created: 0, updated: 0, unchanged: 603, refused: 2 });
    expect((await names('d-0')).map(({ name }) => name).sort()).toEqual(['first', 'of another owner']);
  });

  it('takes the second document of an incident as its revision, in one batch or another', async () => {
    const others = Array.from({ length: 600 }, (_, i) => incident('NMC', `v-${i}`, 'Mất điện'));
    const items = [
      ...[incident('NMC', 'v-a', 'as first told'), incident('NMC', 'v-a', 'as told again'), ...others],
      incident('NMC', 'v-a', 'as it was'),
    ];
    expect(await run(items)).toEqual({ created: 601, updated: 2, unchanged: 0, refused: 0 });
    const [kept] = await hub.sql(`SELECT i.title FROM hub.incident i WHERE i.external_id = 'v-a'`);
    expect(kept).toEqual({ title: 'as it was' });
  });

  it('refuses an organization of another tree by its place, and takes those beside it', async () => {
    const below = (code: string) =>
      item('Organization', 'NMC', { code, name: `${code} as told`, kind: 'AGENCY', parent: 'NMC' });
    const items = [below('t-1'), below('t-2'), below('MOH'), below('t-3'), site('MOH', 't-4'), site('t-3', 't-5')];
    expect(await run(items)).toEqual({ created: 4, updated: 0, unchanged: 0, refused: 2 });
    expect(told()).toEqual([
      expect.stringMatching(/^row 3: code: An organization is kept by a steward above it/),
      'row 5: owner: This key may not write for "MOH": it stands neither at nor below "NMC", the organization of this key. Only a key of its own, or of one above it, may.',
    ]);
    expect(await run(items)).toEqual({ created: 0, updated: 0, unchanged: 4, refused: 2 });
    expect(await hub.sql(`SELECT o.name FROM hub.organization o WHERE o.code = 'MOH'`)).toEqual([{ name: 'Bộ Y tế' }]);
  });
});

describe('records that an import has seen', () => {
  it('are remembered for one type, so many and no more', () => {
    const seen = new SeenRecords(2);
    const [one, two, three] = ['1', '2', '3'].map((id) => site('NMC', id)) as [
      ImportedRecord,
      ImportedRecord,
      ImportedRecord,
    ];
    expect([one, two, three].map((record) => seen.earlier(record))).toEqual([null, null, null]);
    expect([one, three].map((record) => seen.earlier(record))).toEqual([one.place, null]);
    expect(seen.earlier({ ...one, type: 'Device' })).toBeNull();
    expect(seen.earlier(one)).toBeNull();
  });
});
