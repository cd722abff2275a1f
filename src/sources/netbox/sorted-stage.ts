import { closeSync, openSync, readSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { linesOf, mergeLines, writeLines, type Block } from './line-files';
import type { IndexEntry } from './netbox-row.rules';

export interface StageLimits {
  /** Characters that wait in memory to be sorted. */
  waiting: number;
  /** Files that are merged at a time. */
  merged: number;
  /** Blocks of 64 kB that are kept for the next question. */
  cached: number;
}

const usualLimits: StageLimits = { waiting: 2 ** 24, merged: 16, cached: 256 };

/**
 * Entries in a file of the temporary folder, sorted by index, key and rank. Any number of them goes in, in any order; afterwards they are
 * asked for by key or walked through in order. Memory holds what waits to be sorted, then a window on the file.
 */
export class SortedStage {
  private waiting: string[] = [];
  private length = 0;
  private order = 0;
  private files = 0;
  private runs: string[] = [];
  private blocks: Block[] = [];
  private sorted: number | null = null;
  private readonly cache = new Map<number, string[]>();

  private constructor(
    private readonly folder: string,
    private readonly most: StageLimits,
  ) {}

  /** The folder can be read by this user alone. */
  static async open(limits: StageLimits = usualLimits): Promise<SortedStage> {
    return new SortedStage(await mkdtemp(path.join(tmpdir(), 'hub-import-')), limits);
  }

  async close(): Promise<void> {
    if (this.sorted !== null) closeSync(this.sorted);
    await rm(this.folder, { recursive: true, force: true });
  }

  async add({ index, key, rank, value }: IndexEntry): Promise<void> {
    const order = String(this.order++).padStart(12, '0');
    const line = `${[...keyed(index, key), rank, order].join('\t')}\t${JSON.stringify(value)}`;
    this.waiting.push(line);
    this.length += line.length;
    if (this.length >= this.most.waiting) await this.spill();
  }

  /** Sorts what was added; of entries alike in index, key and rank the one that was added first comes first. */
  async seal(): Promise<void> {
    await this.spill();
    while (this.runs.length > this.most.merged) await this.merge(this.runs.splice(0, this.most.merged));
    const file = this.nextFile();
    this.blocks = await writeLines(file, mergeLines(this.runs.map(linesOf)));
    this.sorted = openSync(file, 'r');
    await Promise.all(this.runs.map((run) => rm(run)));
  }

  first(index: string, key: string): IndexEntry | undefined {
    for (const entry of this.entries(index, key)) return entry;
    return undefined;
  }

  /** The entries of an index, or of one of its keys, in order. */
  *entries(index: string, key?: string): Generator<IndexEntry> {
    const prefix = `${keyed(index, key).join('\t')}\t`;
    for (
      let n = Math.max(0, firstAtLeast(this.blocks, ({ first }) => first >= prefix) - 1);
      n < this.blocks.length;
      n++
    ) {
      const lines = this.linesOfBlock(n);
      for (let i = firstAtLeast(lines, (line) => line >= prefix); i < lines.length; i++) {
        if (!lines[i]!.startsWith(prefix)) return;
        yield entryOf(lines[i]!);
      }
    }
  }

  private async spill(): Promise<void> {
    if (this.waiting.length === 0) return;
    const run = this.nextFile();
    await writeLines(run, this.waiting.sort());
    this.runs.push(run);
    [this.waiting, this.length] = [[], 0];
  }

  private async merge(runs: string[]): Promise<void> {
    const merged = this.nextFile();
    await writeLines(merged, mergeLines(runs.map(linesOf)));
    this.runs.push(merged);
    await Promise.all(runs.map((run) => rm(run)));
  }

  private nextFile(): string {
    return path.join(this.folder, `${this.files++}.lines`);
  }

  /** Read at once, for whoever decides on a row asks in the middle of it; mostly from memory, or the system's. */
  private linesOfBlock(n: number): string[] {
    const lines = this.cache.get(n) ?? this.readBlock(this.blocks[n]!);
    this.cache.delete(n);
    this.cache.set(n, lines);
    if (this.cache.size > this.most.cached) this.cache.delete(this.cache.keys().next().value!);
    return lines;
  }

  private readBlock({ offset, bytes }: Block): string[] {
    const block = Buffer.allocUnsafe(bytes);
    readSync(this.sorted!, block, 0, bytes, offset);
    return block.toString('utf8', 0, bytes - 1).split('\n');
  }
}

/** A key is any text, so it is written as JSON: no tab and no line end is left in it. */
const keyed = (index: string, key?: string): string[] => (key === undefined ? [index] : [index, JSON.stringify(key)]);

function entryOf(line: string): IndexEntry {
  const [index, key, rank, , value] = line.split('\t') as [string, string, string, string, string];
  return { index, key: JSON.parse(key) as string, rank, value: JSON.parse(value) as unknown };
}

/** Where in a sorted list the condition begins to hold. */
function firstAtLeast<T>(items: readonly T[], holds: (item: T) => boolean): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(items[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
