import { randomBytes } from 'node:crypto';

/**
 * HalfSipHash-1-3 (https://github.com/veorq/SipHash), under a key that each process has of its own: so that nobody can choose what falls on one
 * slot.
 */
const key = new Int32Array(new Uint8Array(randomBytes(8)).buffer);
const key0 = key[0]!;
const key1 = key[1]!;

let v0 = 0;
let v1 = 0;
let v2 = 0;
let v3 = 0;

/** A number of 32 bits that tells these bytes from others, as a rule. */
export function hashOfBytes(view: DataView, from: number, to: number): number {
  begin();
  let at = from;
  for (const last = to - 4; at <= last; at += 4) take(view.getInt32(at, true));
  for (; at < to; at += 1) take(view.getUint8(at));
  return end(to - from);
}

export function hashOfText(text: string): number {
  begin();
  for (let i = 0; i < text.length; i += 1) take(text.charCodeAt(i));
  return end(text.length);
}

function begin(): void {
  v0 = key0;
  v1 = key1;
  v2 = 0x6c796765 ^ key0;
  v3 = 0x74656462 ^ key1;
}

function take(word: number): void {
  v3 ^= word;
  round();
  v0 ^= word;
}

function end(length: number): number {
  take(length);
  v2 ^= 0xff;
  round();
  round();
  round();
  return v1 ^ v3;
}

function round(): void {
  v0 = (v0 + v1) | 0;
  v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
  v0 = (v0 << 16) | (v0 >>> 16);
  v2 = (v2 + v3) | 0;
  v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
  v0 = (v0 + v3) | 0;
  v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
  v2 = (v2 + v1) | 0;
  v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
  v2 = (v2 << 16) | (v2 >>> 16);
}
