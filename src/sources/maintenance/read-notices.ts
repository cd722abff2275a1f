import { readFile, stat } from 'node:fs/promises';
import type { ImportItem } from '../import-item';
import { listFiles } from '../list-files';
import { CalendarFault, isCalendar, readCalendar } from './icalendar.rules';
import { isMail, MailFault, mailParts } from './mime.rules';
import { noticeFrom, recordOf } from './maintnote.rules';

const maxFileBytes = 25_000_000;

/** Notices of planned work in iCalendar files and in the mails that bring them; folders are walked by name, and each file says what it is. */
export async function* readNotices(
  paths: readonly string[],
  owner: string,
  onFile: () => void,
): AsyncGenerator<ImportItem> {
  for (const file of await listFiles(paths, '')) {
    if ((await stat(file)).isDirectory()) continue;
    yield* readFileOf(file, owner);
    onFile();
  }
}

async function* readFileOf(file: string, owner: string): AsyncGenerator<ImportItem> {
  const refuse = (position: string, reason: string): ImportItem => ({
    refused: { place: { file, position }, field: null, reason },
  });
  const { size } = await stat(file);
  if (size > maxFileBytes)
    return yield refuse('the file', `it has ${size} bytes: a notice has ${maxFileBytes} at most.`);
  try {
    const calendars = calendarsIn(await readFile(file));
    if (typeof calendars === 'string') return yield refuse('the file', calendars);
    for (const text of calendars) yield* noticesIn(text, file, owner);
  } catch (error) {
    if (!(error instanceof CalendarFault) && !(error instanceof MailFault)) throw error;
    yield refuse('the file', `${error.message}.`);
  }
}

/** The calendars that a file is or brings; what is wrong with it where there are none. */
function calendarsIn(bytes: Buffer): string[] | string {
  const text = bytes.toString('utf8');
  if (isCalendar(text)) return [text];
  if (!isMail(text)) return 'it is neither an iCalendar file nor a mail: nothing in it is understood.';
  const found = mailParts(bytes.toString('latin1')).filter(
    (part) => part.type === 'text/calendar' || isCalendar(part.text),
  );
  return found.length > 0
    ? found.map((part) => part.text)
    : 'the mail has no part that is an iCalendar: notices in words are not understood.';
}

function* noticesIn(text: string, file: string, owner: string): Generator<ImportItem> {
  const { method, events } = readCalendar(text);
  const windows = new Map<string, string>();
  for (const event of events) {
    const place = { file, position: `line ${event.at}` };
    const read = noticeFrom(event, method);
    const record = 'ok' in read ? recordOf(read.ok) : null;
    const window = record && `${record.startsAt} ${record.endsAt}`;
    const known = record && windows.get(record.externalId);
    if (!record) yield { refused: { place, field: null, reason: (read as { refused: string }).refused } };
    else if (known && known !== window)
      yield {
        refused: {
          place,
          field: null,
          reason: `X-MAINTNOTE-MAINTENANCE-ID: "${record.reference}" stands in this calendar with another window already: each window needs an id of its own.`,
        },
      };
    else yield { type: 'Maintenance', owner, record, place };
    if (record && window) windows.set(record.externalId, known ?? window);
  }
  if (events.length === 0)
    yield { refused: { place: { file, position: 'the calendar' }, field: null, reason: 'it holds no event.' } };
}
