import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Pool } from 'pg';
import { actAs, type ActAs } from '../../../src/directory/act-as';
import { createPool } from '../../../src/kernel/postgres/database';
import { importItems, type ImportTotals, type Refused } from '../../../src/sources/import-run';
import { readNotices } from '../../../src/sources/maintenance/read-notices';
import { startHub, type Hub } from '../../support/hub';
import { calendar, event, mail, notice } from './small-notice';

const shared = resolve(
  process.env['SHARED_DATA'] ?? resolve(__dirname, '../../../../shared/data'),
  'circuit-maintenance',
);
const withShared = existsSync(shared) ? test : test.skip;

let hub: Hub;
let operator: Pool;
let act: ActAs;
let folder: string;
let refused: Refused[];
beforeAll(async () => {
  hub = await startHub();
  operator = createPool(hub.databaseUrl, 'hub_owner', { max: 2 });
  act = actAs(operator, { organization: 'NMC', label: 'import maintnote' });
});
beforeEach(async () => {
  await hub.sql('DELETE FROM maintenance_object; DELETE FROM maintenance');
  refused = [];
  folder = mkdtempSync(join(tmpdir(), 'notices-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(async () => {
  await operator.end();
  await hub.stop();
});

const bring = (...paths: string[]): Promise<ImportTotals> =>
  importItems(
    readNotices(paths, 'NMC', () => undefined),
    'maintnote',
    act,
    (row) => refused.push(row),
  );
const file = (name: string, text: string): string => {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const reasons = () =>
  refused.map(({ place, reason }) => `${place.file.slice(folder.length + 1)}: ${place.position}: ${reason}`);
const standing = () =>
  hub.sql<{ key: string; status: string; sequence: number | null; starts: string; circuits: string[] }>(
    `SELECT m.external_id AS key, m.status, m.sequence, to_char(m.starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') AS starts,
            ARRAY(SELECT o.circuit || ' ' || o.impact FROM maintenance_object o WHERE o.maintenance_id = m.id ORDER BY 1) AS circuits
       FROM maintenance m ORDER BY m.external_id COLLATE "C"`,
  );

test('A later notice moves and cancels what an earlier one told, in whichever order the files come; again, nothing changes', async () => {
  const told = [
    notice(),
    notice({
      SEQUENCE: '2',
      DTSTART: '20261202T200000Z',
      DTEND: '20261202T230000Z',
      'X-MAINTNOTE-STATUS': 'RE-SCHEDULED',
    }),
    notice({
      SEQUENCE: '3',
      DTSTART: '20261202T200000Z',
      DTEND: '20261202T230000Z',
      'X-MAINTNOTE-STATUS': 'CANCELLED',
    }),
  ];
  const [first, moved, cancelled] = told.map((text, i) => file(`${i}.ics`, text)) as [string, string, string];
  expect(await bring(first, moved)).toEqual({ created: 1, updated: 1, unchanged: 0, refused: 0 });
  const key = 'example.com/W-1';
  expect(await standing()).toEqual([
    { key, status: 'RE_SCHEDULED', sequence: 2, starts: '2026-12-02 20:00', circuits: ['IC-1 OUTAGE'] },
  ]);
  expect(await bring(cancelled, moved, first)).toEqual({ created: 0, updated: 1, unchanged: 2, refused: 0 });
  expect(await standing()).toMatchObject([{ key, status: 'CANCELLED', sequence: 3 }]);
  const changes = () => hub.sql('SELECT c.seq FROM private.change c WHERE c.record_type LIKE $1', ['Maintenance%']);
  const before = await changes();
  expect(await bring(folder)).toEqual({ created: 0, updated: 0, unchanged: 3, refused: 0 });
  expect(await changes()).toEqual(before);
});

test('What is not understood is told by file and reason, and the rest goes in', async () => {
  file(
    'a.ics',
    calendar([event('SUMMARY:Họp giao ban'), notice().split('\r\n').slice(2, -2).join('\r\n')].join('\r\n')),
  );
  file(
    'b/thư.eml',
    mail(
      `Content-Type: text/calendar; charset=utf-8\r\n\r\n${Buffer.from(notice({ 'X-MAINTNOTE-MAINTENANCE-ID': 'W-2' })).toString('latin1')}`,
    ),
  );
  file('c.eml', mail('Content-Type: text/plain\r\n\r\nwork tonight'));
  file('d.html', '<html>work tonight</html>');
  file('e.ics', notice({ 'X-MAINTNOTE-MAINTENANCE-ID': 'W-3', DTEND: '20261201T190000Z' }));
  file('f.ics', notice({ 'X-MAINTNOTE-MAINTENANCE-ID': 'W-4' }).slice(0, -15));
  file('g.ics', calendar(''));
  file('h.ics', '');
  file('i.ics', notice({ 'X-MAINTNOTE-MAINTENANCE-ID': `W-${'5'.repeat(200)}` }));
  expect(await bring(folder)).toEqual({ created: 2, updated: 0, unchanged: 0, refused: 8 });
  expect((await standing()).map(({ key }) => key)).toEqual(['example.com/W-1', 'example.com/W-2']);
  expect(reasons().sort()).toEqual([
    'a.ics: line 3: it is no maintenance notice: the event has no X-MAINTNOTE property.',
    'c.eml: the file: the mail has no part that is an iCalendar: notices in words are not understood.',
    'd.html: the file: it is neither an iCalendar file nor a mail: nothing in it is understood.',
    'e.ics: line 3: endsAt: it comes after startsAt.',
    'f.ics: the file: it ends within VCALENDAR: a part of it is missing.',
    'g.ics: the calendar: it holds no event.',
    'h.ics: the file: it is neither an iCalendar file nor a mail: nothing in it is understood.',
    'i.ics: line 3: externalId: it must have 1 to 200 characters.',
    'i.ics: line 3: reference: it must have 1 to 200 characters.',
  ]);
});

test('Two windows of one id in one calendar are no revision of each other', async () => {
  const inner = (start: string, end: string) =>
    notice({ DTSTART: start, DTEND: end }).split('\r\n').slice(2, -2).join('\r\n');
  file(
    'two.ics',
    calendar(
      [inner('20261201T200000Z', '20261201T230000Z'), inner('20261202T200000Z', '20261202T230000Z')].join('\r\n'),
    ),
  );
  expect(await bring(folder)).toMatchObject({ created: 1, refused: 1 });
  expect(reasons()[0]).toContain('"W-1" stands in this calendar with another window already');
});

test('A circuit is bound to the link of its name, and kept by its name where there is none', async () => {
  const link = await hub.link({ name: 'IC-1', owner: 'RC-N' });
  await bring(
    file('a.ics', notice()),
    file('b.ics', notice({ 'X-MAINTNOTE-MAINTENANCE-ID': 'W-2', 'X-MAINTNOTE-OBJECT-ID': 'không có' })),
  );
  const rows = await hub.sql(`SELECT o.circuit, o.link_id FROM maintenance_object o ORDER BY o.circuit`);
  expect(rows).toEqual([
    { circuit: 'IC-1', link_id: link.id.slice(4) },
    { circuit: 'không có', link_id: null },
  ]);
});

test('Nothing that names a person is kept', async () => {
  const organizer = 'ORGANIZER;CN="Nguyễn Văn A":mailto:a@example.com';
  await bring(file('a.ics', notice().replace('UID:42', `UID:42\r\n${organizer}`)));
  const kept = await hub.sql(
    `SELECT row_to_json(c)::text AS text FROM private.change c WHERE c.record_type = 'Maintenance'`,
  );
  expect(JSON.stringify(kept)).not.toMatch(/Nguyễn|mailto/);
});

withShared(
  'All notices that really came go in, and the same again changes nothing',
  async () => {
    const totals = await bring(shared);
    expect(totals.created).toBe(8);
    expect((await standing()).map(({ key, status, sequence }) => `${key} ${status} ${sequence}`)).toEqual([
      'EXA Infrastructure/00123456 CONFIRMED 1',
      'EXA Infrastructure/00223456 CONFIRMED 1',
      'NTT (AS2914)/GIN-CHG0123456 TENTATIVE null',
      'PCCW Global/INC0123456789AB CANCELLED 1',
      'arelion.com/PWIC111111.1 CANCELLED 34',
      'arelion.com/PWIC111111.2 CANCELLED 34',
      'euNetworks.com/02345678 CANCELLED 2',
      'example.com/WorkOrder-31415 COMPLETED 4',
    ]);
    const again = await bring(shared);
    expect(again).toEqual({
      created: 0,
      updated: 0,
      unchanged: totals.created + totals.updated + totals.unchanged,
      refused: totals.refused,
    });
  },
  60_000,
);
