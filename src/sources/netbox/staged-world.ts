import type { ImportItem } from '../import-item';
import { itemsOf } from './netbox-mapping.rules';
import { codeIndex, nameIndex, partIndex, pkKey, rowIndex, type IndexEntry } from './netbox-row.rules';
import { mostParts, type NetboxRow, type NetboxWorld } from './netbox-world';
import type { SortedStage } from './sorted-stage';

export interface StagedRow extends NetboxRow {
  /** Whether an earlier row of the file has its pk. */
  isDouble: boolean;
}

/** Decisions that are kept for the rows that refer to them: devices above all, for the interfaces that follow one another. */
const mostKept = 4096;

/** The rest of the file as the mapping asks for it, out of the sorted stage. */
export class StagedWorld implements NetboxWorld {
  private readonly kept = new Map<string, ImportItem>();

  constructor(
    private readonly stage: SortedStage,
    readonly file: string,
    readonly owner: string,
    readonly source: string,
    readonly regions: boolean,
  ) {}

  row(model: string, pk: number): NetboxRow | undefined {
    const entry = this.stage.first(rowIndex(model), pkKey(pk));
    return entry && rowOf(entry);
  }

  /** The rows of a model by pk. */
  *rows(model: string): Generator<StagedRow> {
    let last = '';
    for (const entry of this.stage.entries(rowIndex(model))) {
      yield { ...rowOf(entry), isDouble: entry.key === last };
      last = entry.key;
    }
  }

  parts(model: string, pk: number): NetboxRow[] {
    const pks = this.pksIn(partIndex(model), pkKey(pk), mostParts + 1);
    return pks.map((part) => this.row(model, part)).filter((row) => row !== undefined);
  }

  named(model: string, name: string): number[] {
    return this.pksIn(nameIndex(model), name, mostParts).slice(0, 2);
  }

  /** A row that stands twice in the file has two entries. */
  private pksIn(index: string, key: string, mostEntries: number): number[] {
    const pks = new Set<number>();
    let seen = 0;
    for (const { value } of this.stage.entries(index, key)) {
      pks.add(value as number);
      if (++seen === mostEntries) break;
    }
    return [...pks];
  }

  firstToWish(space: string, code: string): { model: string; pk: number } | undefined {
    return this.stage.first(codeIndex(space), code)?.value as { model: string; pk: number } | undefined;
  }

  taken(row: NetboxRow): ImportItem {
    const key = `${row.model}:${row.pk}`;
    const item = this.kept.get(key) ?? itemsOf(row, this)[0]!;
    this.kept.delete(key);
    this.kept.set(key, item);
    if (this.kept.size > mostKept) this.kept.delete(this.kept.keys().next().value!);
    return item;
  }
}

const rowOf = ({ index, key, value }: IndexEntry): NetboxRow => ({
  model: index,
  pk: Number(key),
  fields: value as NetboxRow['fields'],
});
