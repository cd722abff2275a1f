/** A MAINTNOTE calendar of one event; a line given as null is left out. */
export function notice(lines: Record<string, string | null> = {}, method?: string): string {
  const all: Record<string, string | null> = {
    ...{ SUMMARY: 'Bảo trì tuyến cáp', UID: '42', SEQUENCE: '1' },
    ...{ DTSTART: '20261201T200000Z', DTEND: '20261201T230000Z', DTSTAMP: '20261120T010203Z' },
    ...{ 'X-MAINTNOTE-PROVIDER': 'example.com', 'X-MAINTNOTE-ACCOUNT': '137', 'X-MAINTNOTE-MAINTENANCE-ID': 'W-1' },
    ...{ 'X-MAINTNOTE-OBJECT-ID': 'IC-1', 'X-MAINTNOTE-IMPACT': 'OUTAGE', 'X-MAINTNOTE-STATUS': 'CONFIRMED' },
    ...lines,
  };
  const written = Object.entries(all).flatMap(([name, value]) =>
    value === null ? [] : [value.startsWith(';') ? `${name}${value}` : `${name}:${value}`],
  );
  return calendar(event(...written), method);
}

export const event = (...lines: string[]): string => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'].join('\r\n');

export const calendar = (events: string, method?: string): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...(method ? [`METHOD:${method}`] : []), events, 'END:VCALENDAR', ''].join('\r\n');

/** A mail whose parts are what is given, each behind its headers. */
export const mail = (...parts: string[]): string =>
  [
    ...['From: noc@example.com', 'Subject: Bảo trì', 'MIME-Version: 1.0'],
    ...['Content-Type: multipart/mixed; boundary="b1"', '', 'for those who read no MIME'],
    ...parts.map((part) => `--b1\r\n${part}`),
    '--b1--',
  ].join('\r\n');
