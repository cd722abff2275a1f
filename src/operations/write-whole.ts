import { access, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Takes the whole content, in its order. */
export type Sink = (chunks: AsyncIterable<Buffer>) => Promise<void>;

/** A file that is there whole or not at all, and that only its owner reads: written beside itself as `.part`, forced to disk, then renamed. */
export async function writeWhole<T>(file: string, force: boolean, fill: (sink: Sink) => Promise<T>): Promise<T> {
  const part = `${file}.part`;
  if (!force) await refuseExisting(file);
  const handle = await create(part, force);
  try {
    const result = await fill(async (chunks) => {
      for await (const chunk of chunks) await handle.appendFile(chunk);
    });
    await handle.sync();
    await handle.close();
    if (!force) await refuseExisting(file);
    await rename(part, file);
    await syncFolder(dirname(file));
    return result;
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(part, { force: true });
    const reason = (error as Error).message.replace(/\.$/, '');
    throw new Error(`${file} could not be written: ${reason}. Nothing of it is left.`, { cause: error });
  }
}

async function refuseExisting(file: string): Promise<void> {
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (isThere) throw new Error(`${file} is there already: name another file, or pass --force to replace it.`);
}

async function create(part: string, force: boolean): Promise<FileHandle> {
  if (force) await rm(part, { force: true });
  try {
    return await open(part, 'wx', 0o600);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST')
      throw new Error(
        `${part} is there: another backup is writing it, or one was broken off. Remove it, or pass --force to replace it.`,
      );
    throw new Error(`${part} can not be written (${message}): name a file in a folder that exists and is yours.`);
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  await handle.sync().finally(() => handle.close());
}
