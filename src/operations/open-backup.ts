import { open, type FileHandle } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { BackupReader, type Header, type OnProgress } from './backup-format';
import { bytesOf, sealedLength } from './backup-seal';

export interface OpenBackup {
  header: Header;
  /** Stands at the first table. */
  reader: BackupReader;
  close(): Promise<void>;
}

/** Reads the whole file once to know that it is whole, before anything else is done with it. */
export async function openBackup(file: string, onProgress: OnProgress): Promise<OpenBackup> {
  const handle = await open(file).catch((error: Error) => {
    throw new Error(`${file} can not be read (${error.message}): name a file that \`hub backup\` wrote.`);
  });
  try {
    const length = await sealedLength(handle, (done, total) => onProgress({ table: null, done, total, bytes: done }));
    if (length === undefined)
      throw new Error(
        `${file} is not a whole backup of Commonwatch: it was cut off, altered, or is something else. ` +
          'Nothing has been written. Fetch it again from where it is kept.',
      );
    return await readerOf(file, handle, length);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function readerOf(file: string, handle: FileHandle, length: number): Promise<OpenBackup> {
  const packed = Readable.from(bytesOf(handle, length));
  const unpacked = createGunzip({ chunkSize: 65_536 });
  // An error of either comes out of the reader.
  pipeline(packed, unpacked, () => undefined);
  const close = async (): Promise<void> => {
    packed.destroy();
    unpacked.destroy();
    await handle.close();
  };
  const reader = new BackupReader(unpacked);
  try {
    return { header: await reader.header(), reader, close };
  } catch (error) {
    throw new Error(`${file} can not be restored: ${(error as Error).message}. Nothing has been written.`);
  }
}
