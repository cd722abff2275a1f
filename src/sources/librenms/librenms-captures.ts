import { resolve } from 'node:path';
import type { ImportItem, RefusedItem } from '../import-item';
import { addressItem } from './librenms-address.rules';
import { textIn, type Capture, type LibrenmsRow } from './librenms-capture.rules';
import { deviceItem } from './librenms-device.rules';
import { hostName, linkItem, neighbourName } from './librenms-neighbour.rules';
import { portItem } from './librenms-port.rules';
import type { LibrenmsItem } from './librenms-reader.rules';
import { readCapture } from './read-capture';

export interface CapturesOptions {
  /** Code of the organization that owns everything. */
  owner: string;
  /** Told after each file that was gone over. */
  onFile?: () => void;
  /** Told of what is left out on purpose, in the plural, and how much of it. */
  onNotTaken?: (what: string, count: number) => void;
}

/** Captures of LibreNMS, one device a file, that is known by the file's name: of two with one name the first is taken. */
export class LibrenmsCaptures {
  private readonly fileOf = new Map<string, string>();
  /** By name of the host; null where several devices bear it. */
  private readonly namedFile = new Map<string, string | null>();
  private remote: Capture | null = null;

  private readonly files: readonly string[];

  /** A file that is named twice is one. */
  constructor(
    files: readonly string[],
    private readonly options: CapturesOptions,
  ) {
    this.files = [...new Map(files.map((file) => [resolve(file), file])).values()];
  }

  /** What they hold, ordered by what refers to what: each file is gone over once a type, and two of them at most are held. */
  async *items(): AsyncGenerator<ImportItem> {
    const { owner } = this.options;
    yield* this.devices();
    for await (const capture of this.taken())
      yield* this.told(capture.ports.map((row) => portItem(row, capture, owner)));
    for await (const capture of this.taken())
      yield* this.told(capture.addresses.map((row) => addressItem(row, capture, owner)));
    yield* this.links();
  }

  /** Those that items() could read, one at a time. */
  async *taken(): AsyncGenerator<Capture> {
    for (const file of this.fileOf.values()) {
      yield await readAgain(file);
      this.options.onFile?.();
    }
  }

  private async *devices(): AsyncGenerator<ImportItem> {
    for (const file of this.files) {
      const read = await readCapture(file);
      this.options.onFile?.();
      if ('refused' in read) {
        const { position, reason } = read.refused;
        yield refusal(file, position, null, reason);
      } else yield this.device(read.ok);
    }
  }

  private device(capture: Capture): ImportItem {
    const { file, key, device, otherRows } = capture;
    const first = this.fileOf.get(key);
    if (first !== undefined)
      return refusal(file, 'the file', null, `${first} has its name already: name it otherwise.`);
    this.fileOf.set(key, file);
    const name = hostName(textIn(device, 'sysName'));
    if (name !== null) this.namedFile.set(name, this.namedFile.has(name) ? null : file);
    for (const [table, rows] of otherRows) this.options.onNotTaken?.(table, rows);
    return deviceItem(capture, this.options.owner);
  }

  /** Both ends of a link may tell of it, and by several protocols: it is taken once. */
  private async *links(): AsyncGenerator<ImportItem> {
    const seen = new Set<string>();
    for await (const here of this.taken()) {
      for (const row of here.neighbours) {
        for (const item of this.told([await this.link(row, here)])) {
          const key = 'record' in item ? (item.record as { externalId: string }).externalId : null;
          if (key === null || !seen.has(key)) yield item;
          if (key !== null) seen.add(key);
        }
      }
    }
  }

  private async link(row: LibrenmsRow, here: Capture): Promise<LibrenmsItem> {
    const name = neighbourName(row);
    const file = name === null ? undefined : this.namedFile.get(name);
    if (file === undefined) return { notTaken: 'neighbours that are not among the captures' };
    if (file === null)
      return refusal(here.file, row.position, 'remote_hostname', 'is the name of several devices among the captures');
    if (this.remote?.file !== file) this.remote = await readAgain(file);
    return linkItem(row, here, this.remote, this.options.owner);
  }

  private *told(items: readonly LibrenmsItem[]): Generator<ImportItem> {
    for (const item of items) {
      if ('notTaken' in item) this.options.onNotTaken?.(item.notTaken, 1);
      else yield item;
    }
  }
}

const refusal = (file: string, position: string, field: string | null, reason: string): RefusedItem => ({
  refused: { place: { file, position }, field, reason },
});

async function readAgain(file: string): Promise<Capture> {
  const read = await readCapture(file);
  if ('refused' in read) throw new Error(`${file} has changed while it was imported: import it again.`);
  return read.ok;
}
