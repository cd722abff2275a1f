import { createReadStream, statSync } from 'node:fs';

/** One element of the array: its text, or why there is none; `head` is how it begins. */
export interface ArrayElement {
  number: number;
  line: number;
  offset: number;
  head: string;
  text: string | null;
  fault: string | null;
}

export const mostElementBytes = 4 * 2 ** 20;
const headBytes = 400;

/**
 * The elements of a file that is one JSON array, as they stand in it, one at a time: whatever the length of the file, memory holds one
 * element. Only brackets and quotes are looked at; what stands between them is the caller's to parse.
 */
export async function* readArrayElements(
  path: string,
  onProgress: (bytes: number, total: number) => void = () => {},
): AsyncGenerator<ArrayElement> {
  const total = statSync(path).size;
  const splitter = new ArraySplitter(path);
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 18 })) {
    yield* splitter.split(chunk as Buffer);
    onProgress(splitter.offset, total);
  }
  splitter.end();
}

const byte = {
  quote: 0x22,
  comma: 0x2c,
  open: 0x5b,
  escape: 0x5c,
  close: 0x5d,
  begin: 0x7b,
  finish: 0x7d,
  newline: 0x0a,
};
const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
const byteOrderMark = [0xef, 0xbb, 0xbf];

class ArraySplitter {
  /** Bytes seen so far. */
  offset = 0;
  private line = 1;
  private phase: 'before' | 'within' | 'after' = 'before';
  private depth = 0;
  private inString = false;
  private escaped = false;
  private number = 0;
  private parts: Buffer[] = [];
  private size = 0;
  private start: { line: number; offset: number } | null = null;

  constructor(private readonly path: string) {}

  *split(chunk: Buffer): Generator<ArrayElement> {
    let from = 0;
    for (let i = 0; i < chunk.length; i++) {
      const code = chunk[i]!;
      if (this.phase !== 'within') {
        this.outside(code);
        from = i + 1;
      } else if (this.endsElement(code)) {
        this.keep(chunk.subarray(from, i));
        yield* this.element(code);
        from = i + 1;
      }
      this.offset++;
      if (code === byte.newline) this.line++;
    }
    if (this.phase === 'within') this.keep(chunk.subarray(from));
  }

  end(): void {
    if (this.phase === 'after') return;
    if (this.phase === 'before')
      throw this.fault('the file is empty', 'it is one array of rows, as manage.py dumpdata writes it');
    throw this.fault(`the file ends within row ${this.number + 1}`, 'it was cut off: copy it again');
  }

  private outside(code: number): void {
    if (isSpace(code)) return;
    if (this.phase === 'before' && this.offset < 3 && code === byteOrderMark[this.offset]) return;
    const found = code > 0x20 && code < 0x7f ? `"${String.fromCharCode(code)}"` : `byte 0x${code.toString(16)}`;
    if (this.phase === 'after') throw this.fault(`${found} stands behind the end of the array`, 'nothing may');
    if (code !== byte.open)
      throw this.fault(`it begins with ${found} instead of "["`, 'give the JSON array that manage.py dumpdata writes');
    this.phase = 'within';
  }

  /** Whether this byte stands behind an element; follows strings and brackets. */
  private endsElement(code: number): boolean {
    if (this.inString) {
      if (this.escaped) this.escaped = false;
      else if (code === byte.escape) this.escaped = true;
      else if (code === byte.quote) this.inString = false;
      return false;
    }
    if (this.depth === 0 && (code === byte.comma || code === byte.close)) return true;
    if (this.start === null && !isSpace(code)) this.start = { line: this.line, offset: this.offset };
    if (code === byte.quote) this.inString = true;
    else if (code === byte.begin || code === byte.open) this.depth++;
    else if (code === byte.finish || code === byte.close) this.depth--;
    if (this.depth < 0) throw this.fault('"}" closes nothing', 'the array is not JSON');
    return false;
  }

  private keep(part: Buffer): void {
    if (this.size <= mostElementBytes && part.length > 0) this.parts.push(part);
    this.size += part.length;
  }

  private *element(behind: number): Generator<ArrayElement> {
    const isEmptyArray = this.start === null && this.number === 0 && behind === byte.close;
    this.phase = behind === byte.close ? 'after' : 'within';
    if (this.start === null && !isEmptyArray)
      throw this.fault(`row ${this.number + 1} is empty`, 'the array is not JSON');
    if (this.start) yield { number: ++this.number, ...this.start, ...textOf(this.parts, this.size) };
    [this.parts, this.size, this.start] = [[], 0, null];
  }

  private fault(what: string, next: string): Error {
    return new Error(`${this.path}: ${what} (line ${this.line}, byte ${this.offset}): ${next}.`);
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOf(parts: readonly Buffer[], size: number): Pick<ArrayElement, 'head' | 'text' | 'fault'> {
  const bytes = Buffer.concat(parts);
  const head = bytes.toString('latin1', 0, headBytes).trimStart();
  if (size > mostElementBytes) return { head, text: null, fault: `it is longer than ${mostElementBytes} bytes` };
  try {
    return { head, text: utf8.decode(bytes), fault: null };
  } catch {
    return { head, text: null, fault: 'it is not UTF-8' };
  }
}
