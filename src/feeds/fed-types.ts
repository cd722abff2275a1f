import { madeOnce } from '../kernel/made-once';
import type { Collection } from '../kernel/reading/collection';
import type { Registry } from '../kernel/registry';

/** Rows that are no records with ids of their own: a change of one is a change of the record that it is a part of. */
export const wholeOfParts: Readonly<Record<string, string>> = {
  IncidentSubject: 'Incident',
  InformationSystemPart: 'InformationSystem',
  InformationSystemDependency: 'InformationSystem',
  InformationSystemDevice: 'InformationSystem',
  SharingGroupMember: 'SharingGroup',
};

/** What the log tells of samples: an entry a transaction and owner, for who follows series. */
export const sampleRange = 'SampleRange';

/** What the log holds and no feed tells, with the reason. */
export const unfed: Readonly<Record<string, string>> = {
  ExpectedInterval: 'it has no id of its own: what it says shows in reports of completeness, which are asked for',
};

/** Records that no feed tells of: they are one client's, and change with each reading of a feed. */
const unfollowed = new Set(['Export', 'FeedConsumer']);

/** The types that feeds tell of, in the order in which a snapshot goes through them. */
export class FedTypes {
  readonly names: readonly string[];
  private readonly byName: ReadonlyMap<string, Collection>;

  constructor(readonly collections: readonly Collection[]) {
    this.names = collections.map(({ typeName }) => typeName);
    this.byName = new Map(collections.map((of) => [of.typeName, of]));
  }

  of(typeName: string): Collection {
    return this.byName.get(typeName)!;
  }

  has(typeName: string): boolean {
    return this.byName.has(typeName);
  }
}

/** Every type with ids of its own that an organization shares. */
export const fedTypes = madeOnce(
  (registry: Registry): FedTypes =>
    new FedTypes(registry.collections.filter(({ typeName }) => !unfollowed.has(typeName))),
);
