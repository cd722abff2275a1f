import { isUtf8 } from 'node:buffer';
import { UndecodableBody } from './undecodable-body';

/** The text of these bytes; null where they are no UTF-8. */
export function textIn(bytes: Buffer, from: number, to: number): string | null {
  let at = from;
  while (at < to && bytes[at]! < 0x80) at += 1;
  if (at === to) return bytes.toString('latin1', from, to);
  return isUtf8(bytes.subarray(from, to)) ? bytes.toString('utf8', from, to) : null;
}

/** The lines of a body, without their ends, and their numbers from 1. */
export function* linesOf(bytes: Buffer): Generator<[line: Buffer, number: number]> {
  let from = 0;
  for (let number = 1; from < bytes.length; number += 1) {
    const found = bytes.indexOf(0x0a, from);
    const to = found < 0 ? bytes.length : found;
    yield [bytes.subarray(from, to), number];
    from = to + 1;
  }
}

/** A whole body of UTF-8. */
export function utf8Body(body: Uint8Array): Buffer {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (isUtf8(bytes)) return bytes;
  for (const [line, number] of linesOf(bytes))
    if (!isUtf8(line)) throw new UndecodableBody(`Line ${number} of the body is no UTF-8: send the body as UTF-8.`);
  throw new UndecodableBody('The body is no UTF-8: send it as UTF-8.');
}
