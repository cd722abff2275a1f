/** A property of an iCalendar component (RFC 5545): its name in capitals, its parameters, its value as it is written. */
export interface CalendarLine {
  name: string;
  params: ReadonlyMap<string, string>;
  value: string;
}

export interface CalendarEvent {
  lines: readonly CalendarLine[];
  /** The line of the file that it begins at, from 1. */
  at: number;
}

export interface Calendar {
  /** METHOD of the calendar: what is asked of who reads it. */
  method: string | null;
  events: readonly CalendarEvent[];
}

export class CalendarFault extends Error {}

const begin = /^\uFEFF?\s*BEGIN:VCALENDAR/i;
export const isCalendar = (text: string): boolean => begin.test(text);

/** name, parameters with quoted or plain values, value. What is of another form is no property: carriers let texts run over their lines. */
const property = /^([A-Za-z0-9-]+)((?:;[^=:;"]+=(?:"[^"]*"|[^";:])*)*):([^]*)$/;
const parameter = /;([^=:;"]+)=("[^"]*"|[^";:]*)/g;
const longestLine = 100_000;

/** The events of calendars one after the other, without what is nested in them (alarms). */
export function readCalendar(text: string): Calendar {
  let method: string | null = null;
  const open: string[] = [];
  const events: { lines: CalendarLine[]; at: number }[] = [];
  for (const { line, at } of unfolded(text)) {
    const read = propertyOf(line);
    if (!read) continue;
    const value = read.value.trim().toUpperCase();
    if (read.name === 'BEGIN') {
      open.push(value);
      if (value === 'VEVENT') events.push({ lines: [], at });
    } else if (read.name === 'END') {
      if (open.pop() !== value)
        throw new CalendarFault(`line ${at}: END:${value.slice(0, 40)} ends nothing that is open`);
    } else if (open.at(-1) === 'VEVENT') events.at(-1)!.lines.push(read);
    else if (open.at(-1) === 'VCALENDAR' && read.name === 'METHOD') method = value;
  }
  if (open.length > 0) throw new CalendarFault(`it ends within ${open.at(-1)!.slice(0, 40)}: a part of it is missing`);
  return { method, events };
}

/** Lines as they were before they were folded: one that begins with a space or a tab goes on the one before. */
function unfolded(text: string): { line: string; at: number }[] {
  const lines: { line: string; at: number }[] = [];
  text.split(/\r\n|\n|\r/).forEach((line, i) => {
    const last = lines.at(-1);
    if (last && /^[ \t]/.test(line)) last.line += last.line.length < longestLine ? line.slice(1) : '';
    else lines.push({ line: i === 0 ? line.replace(/^\uFEFF/, '') : line, at: i + 1 });
  });
  return lines;
}

function propertyOf(line: string): CalendarLine | null {
  const match = property.exec(line);
  if (!match) return null;
  const params = [...match[2]!.matchAll(parameter)].map(
    ([, name, value]) => [name!.toUpperCase(), value!.replace(/^"(.*)"$/, '$1')] as const,
  );
  return { name: match[1]!.toUpperCase(), params: new Map(params), value: match[3]! };
}

/** A value of text: a backslash before what it hides. Before anything else it stands for itself. */
export const textOf = (value: string): string =>
  value.replace(/\\([\\;,nN])/g, (_, hidden: string) => (hidden.toLowerCase() === 'n' ? '\n' : hidden));

const stamp = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(Z?)$/;

/** The instant of a date with time, as RFC 3339 text; what is wrong with it otherwise. */
export function instantOf({ params, value }: CalendarLine): { ok: string } | { fault: string } {
  const match = stamp.exec(value.trim());
  if (!match) return { fault: `"${value.slice(0, 40)}" is no date with time, such as 20151010T080000Z` };
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  const written = `${match[1]}-${match[2]}-${match[3]}T${match[4]}:${match[5]}:${match[6]}.000Z`;
  if (new Date(ms).toISOString() !== written) return { fault: `"${value.trim()}" is no real instant` };
  if (match[7]) return { ok: new Date(ms).toISOString() };
  const zone = params.get('TZID');
  if (zone === undefined) return { fault: `"${value.trim()}" says no time zone: UTC ends with Z` };
  const offset = offsetAt(zone, ms);
  return offset === null
    ? { fault: `the time zone "${zone.slice(0, 60)}" is unknown` }
    : { ok: new Date(ms - offset).toISOString() };
}

/** Milliseconds by which a zone is ahead of UTC at a local time; null where there is no such zone. */
function offsetAt(zone: string, local: number): number | null {
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      ...{ timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
      ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
    });
    const shownAt = (ms: number): number => {
      const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
      return Date.UTC(
        parts['year']!,
        parts['month']! - 1,
        parts['day'],
        parts['hour'],
        parts['minute'],
        parts['second'],
      );
    };
    const first = shownAt(local) - local;
    return shownAt(local - first) - (local - first);
  } catch {
    return null;
  }
}
