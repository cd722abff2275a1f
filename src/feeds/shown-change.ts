import { toPublicId } from '../kernel/ids';
import type { Change } from './changes.type';
import type { FoundChange, SampleRange } from './engine/change';
import type { ReadChanges } from './engine/read-changes';
import type { ChangeOperation } from './feed.values';

/** A change as it is answered: nothing of it is made before it is asked for. */
export class ShownChange implements Omit<Change, 'node'> {
  constructor(
    readonly of: FoundChange,
    private readonly cursorOf: ReadChanges['cursorOf'],
  ) {}

  cursor(): string {
    return this.cursorOf(this.of.place);
  }

  get operation(): ChangeOperation {
    return this.of.operation;
  }

  get at(): string {
    return this.of.at;
  }

  get nodeId(): string {
    return toPublicId(this.of.collection.prefix, this.of.uuid);
  }

  get type(): string {
    return this.operation === 'APPENDED' ? 'SampleRange' : this.of.collection.typeName;
  }

  get ranges(): SampleRange[] | null {
    return this.of.ranges?.map((range) => ({ ...range, series: toPublicId('ser', range.series) })) ?? null;
  }
}
