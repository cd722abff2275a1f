import type { Readable } from 'node:stream';

/**
 * A backup is two gzip members, one after the other, so that `gzip -t` and `zcat` know it.
 *
 *     member 1   the line "commonwatch backup 1"
 *                frame: the header, JSON
 *                for each table of the header: frames of COPY text, whose cuts mean nothing, then an empty frame
 *                frame: the trailer, JSON
 *     member 2   the line "sha256 …" over every byte of member 1 (see backup-seal.ts)
 *
 * A frame is its length, four bytes with the highest first, and so many bytes.
 */
const formatVersion = 1;
const title = 'commonwatch backup';
const maxFrame = 2 ** 26;

export interface BackedUpTable {
  /** With its schema, quoted where SQL needs it. */
  name: string;
  /** In the order of the COPY text; generated columns are left out. */
  columns: string[];
  /** First instants of the monthly partitions; none for a plain table. */
  months: string[];
  /** Number last given by the sequence of a column; null where none was. */
  sequences: { column: string; last: string | null }[];
}

export interface Header {
  takenAt: string;
  postgres: string;
  /** Names of the migrations that the database had been through, in order. */
  migrations: string[];
  /** Where transaction ids of this file have a meaning; a restore forgets them (see restore-data.ts). `cluster` is null where the server does not tell. */
  epoch: { cluster: string | null; database: string; nextTransaction: string };
  /** What a table refers to comes before it. */
  tables: BackedUpTable[];
  /** What is in the database and not in the file, and why. */
  leftOut: string[];
}

export interface Trailer {
  /** Rows of each table, in the header's order. */
  rows: number[];
}

/** What a running backup or restore tells: the table at work, null while the file as a whole is checked. */
export interface Progress {
  table: string | null;
  /** Tables finished, of so many; bytes of the file while it is checked. */
  done: number;
  total: number;
  /** Bytes gone through so far, before compression. */
  bytes: number;
}

export type OnProgress = (progress: Progress) => void;

export const endOfSection = Buffer.alloc(4);

export function frame(payload: Buffer): Buffer {
  const framed = Buffer.allocUnsafe(payload.length + 4);
  framed.writeUInt32BE(payload.length);
  payload.copy(framed, 4);
  return framed;
}

export const frameOf = (value: Header | Trailer): Buffer => frame(Buffer.from(JSON.stringify(value)));

export const titleLine = Buffer.from(`${title} ${formatVersion}\n`);

/** Reads what `contents` in backup.ts writes, holding one frame at a time. */
export class BackupReader {
  private readonly chunks: AsyncIterator<Buffer>;
  private held: Buffer = Buffer.alloc(0);

  constructor(unpacked: Readable) {
    this.chunks = unpacked[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  async header(): Promise<Header> {
    const line = (await this.take(titleLine.length)).toString('latin1');
    const version = line.startsWith(title) ? Number.parseInt(line.slice(title.length), 10) : NaN;
    if (Number.isNaN(version)) throw new Error('it does not begin as a backup of Commonwatch does');
    if (version !== formatVersion)
      throw new Error(`it is written in format ${version}, and this program reads format ${formatVersion}`);
    return this.json<Header>();
  }

  /** The COPY text of the next table. */
  async *section(): AsyncGenerator<Buffer> {
    for (let payload = await this.frame(); payload.length > 0; payload = await this.frame()) yield payload;
  }

  async trailer(): Promise<Trailer> {
    const trailer = await this.json<Trailer>();
    if (this.held.length > 0 || !(await this.chunks.next()).done) throw new Error('it goes on after its end');
    return trailer;
  }

  private async json<T>(): Promise<T> {
    return JSON.parse((await this.frame()).toString()) as T;
  }

  private async frame(): Promise<Buffer> {
    const length = (await this.take(4)).readUInt32BE();
    if (length > maxFrame) throw new Error(`it has a frame of ${length} bytes`);
    return this.take(length);
  }

  private async take(length: number): Promise<Buffer> {
    const parts = [this.held];
    for (let found = this.held.length; found < length; found += parts.at(-1)!.length) {
      const { done, value } = await this.chunks.next();
      if (done) throw new Error('it ends too early');
      parts.push(value);
    }
    const all = parts.length === 1 ? this.held : Buffer.concat(parts);
    this.held = all.subarray(length);
    return all.subarray(0, length);
  }
}
