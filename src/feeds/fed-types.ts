import { madeOnce } from '../kernel/made-once';
import type { Collection } from '../kernel/reading/collection';
import type { Registry } from '../kernel/registry';

/** Rows that are no records with ids of their own: a change of one is a change of the record that it is a part of. */
export const wholeOfParts: Readonly<Record<string, string>> = {
  IncidentSubject: 'Incident',
  IncidentLink: 'Incident',
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
  Export: 'what a client has asked for itself is no record that others share',
  FeedConsumer: 'each reading would be a change to read',
  Webhook: 'what a client has set up for itself is no record that others share',
  WebhookAttempt: 'each delivery would be a change to deliver',
  WebhookDeadLetter: 'each delivery would be a change to deliver',
};

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

/** Every type with ids of its own, but for those above. */
export const fedTypes = madeOnce(
  (registry: Registry): FedTypes => new FedTypes(registry.collections.filter(({ typeName }) => !(typeName in unfed))),
);
