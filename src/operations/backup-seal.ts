import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { crc32 } from 'node:zlib';

/**
 * The end of a backup: the SHA-256 of every byte before it, as a gzip member whose own bytes follow from that hash alone. A reader makes
 * it again and compares, so no byte of the file can change unseen, the seal's and the compression's own included.
 */
export function sealOf(digest: Buffer): Buffer {
  const text = Buffer.from(`sha256 ${digest.toString('hex')}\n`);
  const { length } = text;
  // No time, unknown system; one block, the last, stored as it is.
  const head = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff, 1, length, 0, 0xff - length, 0xff]);
  const tail = Buffer.alloc(8);
  tail.writeUInt32LE(crc32(text));
  tail.writeUInt32LE(length, 4);
  return Buffer.concat([head, text, tail]);
}

const chunkSize = 65_536;
const sealLength = sealOf(Buffer.alloc(32)).length;

/** Lets bytes through and ends them with their seal. */
export function sealing(): Transform {
  const hash = createHash('sha256');
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      done(null, sealOf(hash.digest()));
    },
  });
}

/** The length of what the seal of a file speaks for; undefined where the seal is missing or broken. */
export async function sealedLength(
  handle: FileHandle,
  onBytes: (done: number, total: number) => void,
): Promise<number | undefined> {
  const { size } = await handle.stat();
  const length = size - sealLength;
  if (length <= 0) return undefined;
  const hash = createHash('sha256');
  let done = 0;
  for await (const chunk of bytesOf(handle, length)) {
    hash.update(chunk);
    onBytes((done += chunk.length), length);
  }
  const seal = Buffer.alloc(sealLength);
  await handle.read(seal, 0, sealLength, length);
  return seal.equals(sealOf(hash.digest())) ? length : undefined;
}

/** The first so many bytes of a file. */
export async function* bytesOf(handle: FileHandle, length: number): AsyncGenerator<Buffer> {
  for (let position = 0; position < length;) {
    const size = Math.min(chunkSize, length - position);
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(size), 0, size, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
