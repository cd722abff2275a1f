const quote = 0x22;
/** ASCII that stands in a JSON string as it is. */
const isPlain = Uint8Array.from({ length: 128 }, (_, code) => Number(code >= 0x20 && code !== quote && code !== 0x5c));
/** ASCII of more characters is written faster by Node than here. */
const mostByHand = 64;
/** The most bytes that one character can become: \u0000, or ễ without an escape. */
const longestEscape = 6;
const longestPlain = 3;

const usualSize = 1 << 16;
/** Room for more than this is given back after an answer that needed it. */
const mostKept = 1 << 22;

/** A piece of JSON under way. */
export interface Piece {
  readonly writing: object;
  readonly from: number;
  readonly to: number;
}

/** JSON under way, in UTF-8: many short texts take longer to join, and to turn into bytes, than to write where they belong. */
export class JsonBytes {
  private buffer = Buffer.allocUnsafe(usualSize);
  private end = 0;
  /** What is under way, told from what was before. */
  private writing = {};

  /** What `write` writes. It ends before the next one begins: they share the room. */
  of(write: (out: this) => void): Buffer {
    this.end = 0;
    this.writing = {};
    write(this);
    const json = Buffer.from(this.buffer.subarray(0, this.end));
    if (this.buffer.length > mostKept) this.buffer = Buffer.allocUnsafe(usualSize);
    return json;
  }

  byte(code: number): void {
    this.reserve(1);
    this.buffer[this.end++] = code;
  }

  /** JSON of ASCII alone. */
  ascii(json: string): void {
    this.reserve(json.length);
    if (json.length > mostByHand) this.end += this.buffer.write(json, this.end, 'latin1');
    else {
      const { buffer } = this;
      let at = this.end;
      for (let i = 0; i < json.length; i += 1) buffer[at++] = json.charCodeAt(i);
      this.end = at;
    }
  }

  /** JSON of any characters. */
  json(json: string): void {
    this.reserve(json.length * longestPlain);
    this.end += this.buffer.write(json, this.end);
  }

  copy(json: Uint8Array): void {
    this.reserve(json.length);
    const { buffer } = this;
    let at = this.end;
    for (let i = 0; i < json.length; i += 1) buffer[at++] = json[i]!;
    this.end = at;
  }

  /** A text as JSON has it. */
  text(text: string): void {
    this.reserve(text.length * longestEscape + 2);
    const { buffer } = this;
    let at = this.end;
    buffer[at++] = quote;
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      if (code < 0x80) {
        if (isPlain[code] === 0) return this.escaped(text);
        buffer[at++] = code;
      } else if (code < 0x800) {
        buffer[at++] = 0xc0 | (code >> 6);
        buffer[at++] = 0x80 | (code & 0x3f);
      } else if (code < 0xd800 || code > 0xdfff) {
        buffer[at++] = 0xe0 | (code >> 12);
        buffer[at++] = 0x80 | ((code >> 6) & 0x3f);
        buffer[at++] = 0x80 | (code & 0x3f);
      } else return this.escaped(text);
    }
    buffer[at++] = quote;
    this.end = at;
  }

  /** Values of at most so many bytes each: `write` is told where to begin, and tells where it ended. */
  values(size: number, write: (buffer: Buffer, at: number) => number): void {
    this.reserve(size);
    this.end = write(this.buffer, this.end);
  }

  /** What `write` writes, as a piece that can be written again. */
  piece(write: () => void): Piece {
    const from = this.end;
    write();
    return { writing: this.writing, from, to: this.end };
  }

  /** Writes a piece once more; false, and nothing is written, where it is none of what is under way. */
  again({ writing, from, to }: Piece): boolean {
    if (writing !== this.writing) return false;
    this.reserve(to - from);
    this.buffer.copyWithin(this.end, from, to);
    this.end += to - from;
    return true;
  }

  private escaped(text: string): void {
    this.end += this.buffer.write(JSON.stringify(text), this.end);
  }

  private reserve(size: number): void {
    if (this.end + size <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.end + size));
    this.buffer.copy(larger, 0, 0, this.end);
    this.buffer = larger;
  }
}
