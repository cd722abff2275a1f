/** A part of a mail (RFC 2045) that holds no others, decoded. */
export interface MailPart {
  type: string;
  text: string;
}

export class MailFault extends Error {}

const header = /^[!-9;-~]+:/;
const most = { parts: 200, depth: 10 };

/** Whether a text begins as mails do: with headers, one of which says what it holds. */
export function isMail(text: string): boolean {
  const { headers } = splitHead(text);
  return header.test(text) && (headers.has('content-type') || headers.has('mime-version') || headers.has('received'));
}

/** The parts of a mail that hold no others, in their order. Its bytes are given as latin1: each part says itself how they are meant. */
export function mailParts(bytes: string): MailPart[] {
  const parts: MailPart[] = [];
  collect(bytes, 0, parts);
  return parts;
}

function collect(bytes: string, depth: number, parts: MailPart[]): void {
  if (depth > most.depth) throw new MailFault(`its parts are nested more than ${most.depth} deep`);
  const { headers, body } = splitHead(bytes);
  const { value: type, params } = valueOf(headers.get('content-type') ?? 'text/plain');
  const content = decoded(body, valueOf(headers.get('content-transfer-encoding') ?? '7bit').value);
  if (type === 'message/rfc822') return collect(content, depth + 1, parts);
  const boundary = params.get('boundary');
  // Without one nothing tells where its parts are: then it is a text as any other.
  if (boundary && type.startsWith('multipart/')) {
    for (const part of split(body, boundary)) collect(part, depth + 1, parts);
    return;
  }
  if (parts.length >= most.parts) throw new MailFault(`it has more than ${most.parts} parts`);
  parts.push({ type, text: inCharset(content, params.get('charset') ?? 'utf-8') });
}

/** Headers by their names in small letters, the first of each, unfolded; and what comes behind the empty line. */
function splitHead(bytes: string): { headers: Map<string, string>; body: string } {
  const end = /\r?\n\r?\n/.exec(bytes);
  const head = (end ? bytes.slice(0, end.index) : bytes).replace(/\r?\n[ \t]+/g, ' ');
  const headers = new Map<string, string>();
  for (const line of head.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    if (colon > 0 && !headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
  }
  return { headers, body: end ? bytes.slice(end.index + end[0].length) : '' };
}

/** `text/calendar; charset="UTF-8"` as its value and parameters, all names in small letters. */
function valueOf(text: string): { value: string; params: Map<string, string> } {
  const params = [...text.matchAll(/;\s*([^\s=;]+)\s*=\s*(?:"([^"]*)"|([^;]*))/g)].map(
    ([, name, quoted, plain]) => [name!.toLowerCase(), (quoted ?? plain ?? '').trim()] as const,
  );
  return { value: (text.split(';')[0] ?? '').trim().toLowerCase(), params: new Map(params) };
}

/** What stands between the lines that the boundary makes; a mail that was cut off has a last part without an end. */
function split(body: string, boundary: string): string[] {
  const parts: string[][] = [];
  for (const line of body.split('\n')) {
    const text = line.trimEnd();
    if (text === `--${boundary}--`) break;
    if (text === `--${boundary}`) parts.push([]);
    else parts.at(-1)?.push(line);
  }
  return parts.map((lines) => lines.join('\n'));
}

function decoded(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('latin1');
  if (encoding !== 'quoted-printable') return body;
  return body
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replaceAll('=\n', '')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

function inCharset(bytes: string, charset: string): string {
  try {
    return new TextDecoder(charset).decode(Buffer.from(bytes, 'latin1'));
  } catch {
    throw new MailFault(`the charset "${charset.slice(0, 40)}" is unknown`);
  }
}
