import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const compress = promisify(gzip);
/** Of text in one piece, about. */
const pieceLength = 1_000_000;

/** Lines put together to pieces of a file, each a whole member of a gzip stream. */
export class Pieces {
  readonly done: Buffer[] = [];
  private lines: string[] = [];
  private length = 0;

  async add(lines: string): Promise<void> {
    this.lines.push(lines);
    this.length += lines.length;
    if (this.length >= pieceLength) await this.end();
  }

  async end(): Promise<Buffer[]> {
    if (this.length > 0) this.done.push(await compress(this.lines.join('')));
    this.lines = [];
    this.length = 0;
    return this.done;
  }
}
