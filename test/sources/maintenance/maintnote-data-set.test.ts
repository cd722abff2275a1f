import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isCalendar, readCalendar } from '../../../src/sources/maintenance/icalendar.rules';
import { noticeFrom, type Notice, type NoticeRead } from '../../../src/sources/maintenance/maintnote.rules';
import { isMail, mailParts } from '../../../src/sources/maintenance/mime.rules';

const shared = resolve(
  process.env['SHARED_DATA'] ?? resolve(__dirname, '../../../../shared/data'),
  'circuit-maintenance',
);
const withShared = existsSync(shared) ? describe : describe.skip;

const read = (text: string): NoticeRead[] => {
  const { method, events } = readCalendar(text);
  return events.map((event) => noticeFrom(event, method));
};
const seconds = (instant: string) => Date.parse(instant) / 1000;
const coded = (code: string | null) => (code ?? 'NO_CHANGE').replaceAll('_', '-');

/** A notice in the words of the data set; its organizer is the one thing that is not taken over. */
const expectedFrom = (notice: Notice) => ({
  ...{ account: notice.account, maintenance_id: notice.maintenanceId, provider: notice.provider },
  circuits: notice.circuits.map(({ circuit, impact }) => ({ circuit_id: circuit, impact: coded(impact) })),
  ...{ start: seconds(notice.startsAt), end: seconds(notice.endsAt), stamp: seconds(notice.stampedAt) },
  ...{ status: coded(notice.status), summary: notice.summary, sequence: notice.sequence ?? -1, uid: notice.uid },
});

withShared('Carriers’ notices as they really came', () => {
  const files = existsSync(shared) ? readdirSync(shared, { recursive: true, encoding: 'utf8' }).sort() : [];
  const calendars = files
    .filter((file) => !file.endsWith('.json') && file.includes('/'))
    .map((file) => ({ file, text: readFileSync(join(shared, file), 'utf8') }))
    .filter(({ text }) => isCalendar(text));
  const notes = calendars.filter(({ text }) => text.includes('X-MAINTNOTE-'));
  const parsed = notes.filter(({ file }) => existsSync(join(shared, `${file}_result.json`)));

  test('as iCalendar are 25, of which 24 are of the standard and 16 have an expected parse', () => {
    expect([calendars.length, notes.length, parsed.length]).toEqual([25, 24, 16]);
  });

  test.each(parsed.map(({ file, text }) => [file, text]))('%s is read as expected', (file, text) => {
    const expected = JSON.parse(readFileSync(join(shared, `${file}_result.json`), 'utf8')) as Record<string, unknown>[];
    expect(read(text).map((one) => ('ok' in one ? expectedFrom(one.ok) : one))).toEqual(
      expected.map(({ organizer: _, ...rest }) => rest),
    );
  });

  test.each([
    ['ical/ical_no_provider', 'X-MAINTNOTE-PROVIDER is missing.'],
    ['ical/ical_no_maintenance_id', 'X-MAINTNOTE-MAINTENANCE-ID is missing.'],
    ['ical/ical_no_start', 'DTSTART is missing.'],
    ['ical/ical_no_end', 'DTEND is missing.'],
    ['ical/ical_no_stamp', 'DTSTAMP is missing.'],
    ['colt/colt1', 'it is no maintenance notice: the event has no X-MAINTNOTE property.'],
  ])('%s is refused: %s', (file, reason) => {
    expect(read(readFileSync(join(shared, file), 'utf8'))).toEqual([{ refused: reason }]);
  });

  test.each(['ical_no_account', 'ical_no_object_id', 'ical_no_organizer'])('%s lacks nothing that matters', (file) => {
    expect(read(readFileSync(join(shared, 'ical', file), 'utf8'))).toMatchObject([
      { ok: { maintenanceId: 'WorkOrder-31415' } },
    ]);
  });

  test('in mails are found in whichever part and encoding they come', () => {
    const found = files
      .filter((file) => file.endsWith('.eml'))
      .map((file) => ({ file, bytes: readFileSync(join(shared, file)) }))
      .filter(({ bytes }) => isMail(bytes.toString('utf8')))
      .flatMap(({ file, bytes }) =>
        mailParts(bytes.toString('latin1'))
          .filter(({ type }) => type === 'text/calendar')
          .map(({ text }) => `${file} ${readCalendar(text).events.length}`),
      );
    expect(found).toEqual(['colt/colt3.eml 1', 'gtt/gtt7.eml 1']);
  });

  test('as mails are all taken apart without a fault', () => {
    const mails = files
      .filter((file) => file.endsWith('.eml'))
      .map((file) => readFileSync(join(shared, file), 'latin1'));
    // Two are the line of a subject alone.
    expect(mails.filter((bytes) => !isMail(bytes)).map((text) => text.trim().includes('\n'))).toEqual([false, false]);
    expect(mails.map((bytes) => mailParts(bytes).length).every((count) => count > 0)).toBe(true);
  });
});
