import { open, type FileHandle } from 'node:fs/promises';

/** Where lines go; `write` is done when they are kept: on the disk, or taken by who reads the output. */
export interface LineSink {
  write: (lines: string) => Promise<void>;
  close: () => Promise<void>;
}

export const openSink = (file: string): Promise<LineSink> =>
  file === '-' ? Promise.resolve(stdoutSink) : fileSink(file);

const stdoutSink: LineSink = {
  write: (lines) =>
    new Promise((done, failed) => process.stdout.write(lines, (error) => (error ? failed(error) : done()))),
  close: () => Promise.resolve(),
};

async function fileSink(file: string): Promise<LineSink> {
  const handle = await open(file, 'a+', 0o600);
  await cutTornLine(handle);
  return {
    write: async (lines) => {
      await handle.appendFile(lines);
      await handle.sync();
    },
    close: () => handle.close(),
  };
}

const lookedAt = 65_536;

/** Of a line that a kill or a full disk cut short nothing is left: its page comes again. */
async function cutTornLine(handle: FileHandle): Promise<void> {
  const { size } = await handle.stat();
  for (let end = size; end > 0;) {
    const start = Math.max(0, end - lookedAt);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(end - start), 0, end - start, start);
    const last = buffer.subarray(0, bytesRead).lastIndexOf(0x0a);
    end = last < 0 ? start : start + last + 1;
    if (last >= 0 || start === 0) return end < size ? handle.truncate(end) : undefined;
  }
}
