import { isCalendar, readCalendar } from '../../../src/sources/maintenance/icalendar.rules';
import { noticeFrom, recordOf } from '../../../src/sources/maintenance/maintnote.rules';
import { isMail, mailParts } from '../../../src/sources/maintenance/mime.rules';
import { calendar, event, mail, notice } from './small-notice';

const read = (text: string) => {
  const { method, events } = readCalendar(text);
  return events.map((one) => noticeFrom(one, method));
};
const readOne = (lines: Record<string, string | null>, method?: string) => {
  const [found] = read(notice(lines, method));
  return 'ok' in found! ? found.ok : found!.refused;
};

test('A notice is what the hub writes', () => {
  const [found] = read(notice());
  expect('ok' in found! && recordOf(found.ok)).toEqual({
    ...{ externalId: 'example.com/W-1', title: 'Bảo trì tuyến cáp', status: 'CONFIRMED', impact: 'OUTAGE' },
    ...{
      startsAt: '2026-12-01T20:00:00.000Z',
      endsAt: '2026-12-01T23:00:00.000Z',
      stampedAt: '2026-11-20T01:02:03.000Z',
    },
    ...{ providerName: 'example.com', reference: 'W-1', account: '137', sequence: 1 },
    objects: [{ circuit: 'IC-1', impact: 'OUTAGE' }],
  });
});

test('Each circuit has the impact of its own line, or else that of the event', () => {
  const text = notice({
    'X-MAINTNOTE-OBJECT-ID': ';X-MAINTNOTE-OBJECT-IMPACT=NO-IMPACT:IC-1',
    'X-MAINTNOTE-IMPACT': 'REDUCED-REDUNDANCY',
  });
  const two = text.replace('X-MAINTNOTE-IMPACT', 'X-MAINTNOTE-OBJECT-ID:IC-2\r\nX-MAINTNOTE-IMPACT');
  expect(read(two)).toMatchObject([
    {
      ok: {
        circuits: [
          { circuit: 'IC-1', impact: 'NO_IMPACT' },
          { circuit: 'IC-2', impact: 'REDUCED_REDUNDANCY' },
        ],
      },
    },
  ]);
});

test.each([
  ['CONFIRMED', null, undefined, 'CONFIRMED'],
  ['re-scheduled', null, undefined, 'RE_SCHEDULED'],
  ['IN-PROCESS', null, undefined, 'IN_PROCESS'],
  ['NO-CHANGE', null, undefined, null],
  [null, null, undefined, null],
  [null, 'CANCELLED', undefined, 'CANCELLED'],
  [null, 'NEEDS-ACTION', undefined, null],
  ['CONFIRMED', null, 'CANCEL', 'CANCELLED'],
])('Its status is %s and of the event %s, by the method %s: %s', (own, ofEvent, method, status) => {
  expect(readOne({ 'X-MAINTNOTE-STATUS': own, STATUS: ofEvent }, method)).toMatchObject({ status });
});

test.each([
  ['X-MAINTNOTE-STATUS', 'MAYBE', 'X-MAINTNOTE-STATUS: "MAYBE" is no status of the standard.'],
  ['X-MAINTNOTE-IMPACT', 'BAD', 'X-MAINTNOTE-IMPACT: "BAD" is no impact of the standard.'],
  [
    'X-MAINTNOTE-OBJECT-ID',
    ';X-MAINTNOTE-OBJECT-IMPACT=BAD:IC-1',
    'X-MAINTNOTE-IMPACT: "BAD" is no impact of the standard.',
  ],
  ['SEQUENCE', '-1', 'SEQUENCE: "-1" is no number of up to nine digits.'],
  ['DTSTART', '20261301T000000Z', 'DTSTART: "20261301T000000Z" is no real instant.'],
  ['DTSTART', '20260230T000000Z', 'DTSTART: "20260230T000000Z" is no real instant.'],
  ['DTSTART', ';VALUE=DATE:20261201', 'DTSTART: "20261201" is no date with time, such as 20151010T080000Z.'],
  ['DTSTART', '20261201T200000', 'DTSTART: "20261201T200000" says no time zone: UTC ends with Z.'],
  ['DTSTART', ';TZID=Không/Đâu:20261201T200000', 'DTSTART: the time zone "Không/Đâu" is unknown.'],
  ['X-MAINTNOTE-PROVIDER', '  ', 'X-MAINTNOTE-PROVIDER is missing.'],
])('%s:%s is refused by name', (name, value, reason) => {
  expect(readOne({ [name]: value })).toBe(reason);
});

test.each([
  [';TZID=Asia/Ho_Chi_Minh:20261201T030000', '2026-11-30T20:00:00.000Z'],
  [';TZID="America/New_York":20260701T000000', '2026-07-01T04:00:00.000Z'],
  [';TZID=America/New_York:20260308T013000', '2026-03-08T06:30:00.000Z'],
  [';TZID=America/New_York:20260308T033000', '2026-03-08T07:30:00.000Z'],
  [';VALUE=DATE-TIME:20151010T080000Z', '2015-10-10T08:00:00.000Z'],
])('DTSTART%s is %s', (value, startsAt) => {
  expect(readOne({ DTSTART: value })).toMatchObject({ startsAt });
});

describe('A calendar', () => {
  test('is folded anywhere, also within a letter’s neighbours, and its texts hide commas and line ends', () => {
    const text = notice({ SUMMARY: 'Bảo trì\\, đợt 1\\; tuyến\\nHà Nội \\\\ A' }).replace('tuyến', 'tu\r\n yến');
    expect(read(text)).toMatchObject([{ ok: { summary: 'Bảo trì, đợt 1; tuyến\nHà Nội \\ A' } }]);
  });

  test('may begin with a mark of its encoding and have lines of any end', () => {
    expect(isCalendar(`\uFEFF${notice()}`)).toBe(true);
    for (const end of ['\n', '\r', '\r\n']) expect(read(`\uFEFF${notice().replaceAll('\r\n', end)}`)).toHaveLength(1);
  });

  test('that was cut off is refused, and so is one that closes what is not open', () => {
    expect(() => read(notice().slice(0, -40))).toThrow('it ends within VEVENT');
    expect(() => read(calendar('END:VEVENT'))).toThrow('line 3: END:VEVENT ends nothing that is open');
  });

  test('has other things in it: alarms, time zones, lines that are none', () => {
    const alarm = 'BEGIN:VALARM\r\nSUMMARY:alarm\r\nTRIGGER:-PT15M\r\nEND:VALARM';
    const zone =
      'BEGIN:VTIMEZONE\r\nTZID:x\r\nBEGIN:STANDARD\r\nDTSTART:16011028T020000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n';
    const text = notice().replace('END:VEVENT', `${alarm}\r\nsomething: of a carrier\r\nmore\r\nEND:VEVENT`);
    expect(read(text.replace('BEGIN:VEVENT', `${zone}BEGIN:VEVENT`))).toMatchObject([
      { ok: { summary: 'Bảo trì tuyến cáp' } },
    ]);
    expect(read(calendar(event('SUMMARY:Họp giao ban')))).toEqual([
      { refused: 'it is no maintenance notice: the event has no X-MAINTNOTE property.' },
    ]);
  });

  test('made to be slow is read as quickly as any', () => {
    const begun = performance.now();
    for (const hostile of [
      `X${';a=b'.repeat(50_000)}`,
      `X;a=${','.repeat(100_000)}`,
      `X;a="${'"'.repeat(99_999)}`,
      ' '.repeat(200_000),
    ])
      expect(read(calendar(event(hostile)))).toHaveLength(1);
    expect(read(calendar(event(`SUMMARY:x${'\r\n y'.repeat(200_000)}`)))).toHaveLength(1);
    expect(performance.now() - begun).toBeLessThan(3000);
  });
});

describe('A mail', () => {
  const typed = (encoding: string, content: string) =>
    `Content-Type: text/calendar; charset="UTF-8";\r\n\tname="a.ics"\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${content}`;
  const latin1 = (text: string) => Buffer.from(text, 'utf8').toString('latin1');
  const quoted = (text: string) =>
    latin1(text).replace(
      /[^\x20-\x3c\x3e-\x7e\r\n]/g,
      (one) => `=${one.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    );
  const calendarsOf = (text: string) => mailParts(text).filter(({ type }) => type === 'text/calendar');

  test.each([
    ['base64', Buffer.from(notice(), 'utf8').toString('base64')],
    ['quoted-printable', quoted(notice()).replace('SUMMARY', 'SUM=\r\nMARY')],
    ['8bit', latin1(notice())],
  ])('brings it as %s', (encoding, content) => {
    const text = mail('Content-Type: text/plain\r\n\r\nKính gửi', typed(encoding, content));
    expect(isMail(text)).toBe(true);
    const [part] = calendarsOf(text);
    expect(read(part!.text)).toMatchObject([{ ok: { summary: 'Bảo trì tuyến cáp' } }]);
  });

  test('brings it within another mail, and another part within', () => {
    const inner = mail(typed('8bit', latin1(notice()))).replaceAll('b1', 'b2');
    expect(calendarsOf(mail(`Content-Type: message/rfc822\r\n\r\n${inner}`))).toHaveLength(1);
  });

  test('that is hostile is refused, or read as far as it goes', () => {
    const nested = Array.from({ length: 12 }).reduce<string>(
      (text) => `Content-Type: message/rfc822\r\n\r\n${text}`,
      'x',
    );
    expect(() => mailParts(nested)).toThrow('its parts are nested more than 10 deep');
    expect(() => mailParts(mail(...Array.from({ length: 201 }, () => 'Content-Type: text/plain\r\n\r\nx')))).toThrow(
      'more than 200 parts',
    );
    expect(mailParts(mail('Content-Type: multipart/mixed\r\n\r\nx'))).toMatchObject([{ type: 'multipart/mixed' }]);
    expect(() => mailParts(mail('Content-Type: text/calendar; charset=klingon\r\n\r\nx'))).toThrow(
      'the charset "klingon" is unknown',
    );
    expect(calendarsOf(mail(typed('8bit', latin1(notice()))).replace('--b1--', ''))).toHaveLength(1);
  });

  test('is no text that has a colon', () => {
    for (const text of ['', 'x: y', '{"a": 1}', '<html><body>Content-Type: x</body></html>', notice()])
      expect(isMail(text)).toBe(false);
  });
});
