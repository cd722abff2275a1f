import { uncompressSync } from 'snappy';
import { BodyTooLarge, UndecodableBody } from './undecodable-body';

const usualMost = 64 * 1024 * 1024;
/** Three bytes of a block stand for 64 bytes at most. */
const mostOfOne = 64 / 3;

/**
 * What a body in snappy's block format holds. What it claims to hold is judged before room is made for it. On this thread and copied: each other thread
 * of the library keeps memory of its own, hundreds of megabytes in all, to save a millisecond.
 */
export function uncompressBlock(body: Uint8Array, mostBytes = usualMost): Buffer {
  const claimed = claimedSize(body);
  if (claimed > mostBytes)
    throw new BodyTooLarge(`The body claims ${claimed} bytes, ${mostBytes} are taken: send fewer samples at a time.`);
  if (claimed > body.length * mostOfOne) throw noBlock(`${body.length} bytes can not hold the ${claimed} it claims`);
  try {
    // Claimed 0 comes back as a text where a buffer is not asked for.
    return uncompressSync(body, { asBuffer: true, copyOutputData: true }) as Buffer;
  } catch (error) {
    throw noBlock(error instanceof Error ? error.message : String(error));
  }
}

/** The size that a block begins with: a varint of up to 32 bits. */
function claimedSize(body: Uint8Array): number {
  let size = 0;
  for (let i = 0; i < 5; i += 1) {
    const byte = body[i];
    if (byte === undefined) throw noBlock('it ends within its size');
    size += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) {
      if (size >= 2 ** 32) break;
      return size;
    }
  }
  throw noBlock('it claims more than 4 GB');
}

const noBlock = (what: string): UndecodableBody =>
  new UndecodableBody(`The body is no snappy block: ${what}. Send it compressed in snappy's block format, not framed.`);
