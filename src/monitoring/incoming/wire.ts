import { UndecodableBody } from './undecodable-body';

/** The tag of a field that is a message, a text or bytes. */
export const lengthTag = (field: number): number => (field << 3) | 2;
export const varintTag = (field: number): number => field << 3;
export const doubleTag = (field: number): number => (field << 3) | 1;

const deepestGroup = 100;

/** Protobuf under way: `at` is the next byte, every length is checked against where the message around it ends. */
export class Wire {
  readonly bytes: Buffer;
  readonly view: DataView;
  at = 0;
  /** The upper 32 bits of the varint read last. */
  high = 0;

  constructor(
    bytes: Uint8Array,
    private readonly message: string,
  ) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Field number and type of the next field. */
  tag(end: number): number {
    const first = this.at < end ? this.bytes[this.at]! : 0xff;
    if (first < 0x80 && first >= 8) {
      this.at += 1;
      return first;
    }
    const tag = this.varint(end) >>> 0;
    if (this.high !== 0 || tag < 8) throw this.broken('a field has no number');
    return tag;
  }

  /** Where the message or text that begins here ends; `at` moves past its length. */
  fieldEnd(end: number): number {
    let length = this.at < end ? this.bytes[this.at]! : 0xff;
    if (length < 0x80) this.at += 1;
    else length = (this.varint(end) >>> 0) + (this.high === 0 ? 0 : Infinity);
    if (length > end - this.at) throw this.broken(`a field claims more than the ${end - this.at} bytes left`);
    return this.at + length;
  }

  /** The lower 32 bits of a number, the upper ones in `high`. */
  varint(end: number): number {
    const { bytes } = this;
    let at = this.at;
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (at >= end) throw this.broken('a number is cut off');
      const byte = bytes[at++]!;
      if (shift < 28) low |= (byte & 0x7f) << shift;
      else if (shift > 28) high |= (byte & 0x7f) << (shift - 32);
      else {
        low |= (byte & 0x0f) << 28;
        high = (byte & 0x7f) >>> 4;
      }
      if (byte < 0x80) {
        this.at = at;
        this.high = high;
        return low;
      }
    }
    throw this.broken('a number has more than 10 bytes');
  }

  /** Passes so many bytes, and tells where they begin. */
  pass(size: number, end: number): number {
    const from = this.at;
    if (size > end - from) throw this.broken(`${size} bytes are due where ${end - from} are left`);
    this.at = from + size;
    return from;
  }

  /** Passes a field that nobody asked for. One of `known` comes with another type than it has: no message of ours. */
  skip(tag: number, end: number, known: readonly number[]): void {
    if (known.includes(tag >>> 3)) throw this.broken(`field ${tag >>> 3} is of another type`);
    this.skipAny(tag, end, 0);
  }

  broken(what: string): UndecodableBody {
    return new UndecodableBody(`The body is no ${this.message}: at byte ${this.at} ${what}.`);
  }

  private skipAny(tag: number, end: number, depth: number): void {
    const type = tag & 7;
    if (type === 0) this.varint(end);
    else if (type === 1) this.pass(8, end);
    else if (type === 2) this.at = this.fieldEnd(end);
    else if (type === 3) this.skipGroup(tag, end, depth);
    else if (type === 5) this.pass(4, end);
    else throw this.broken(`a field is of type ${type}`);
  }

  private skipGroup(opened: number, end: number, depth: number): void {
    if (depth === deepestGroup) throw this.broken(`more than ${deepestGroup} groups stand in each other`);
    for (;;) {
      const tag = this.tag(end);
      if (tag === opened + 1) return;
      this.skipAny(tag, end, depth + 1);
    }
  }
}
