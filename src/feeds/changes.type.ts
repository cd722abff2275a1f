import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../kernel/enum';
import { Node } from '../kernel/node.type';
import type { Dataset } from '../kernel/reading/collection';
import { Cursor, DateTime } from '../kernel/scalars';
import { SeverityEnum, TlpEnum } from '../sharing/sharing.type';
import type { Severity, Tlp } from '../sharing/sharing.values';
import { changeOperations, defaultChanges, feedStarts, mostChanges } from './feed.values';
import type { ChangeOperation, FeedStart } from './feed.values';
import type { ChangesAsked } from './engine/read-changes';
import { feedDatasets, type ChangeFilter } from './view/change-filter';

export const ChangeOperationEnum = enumOf<ChangeOperation>(changeOperations);
registerEnumType(ChangeOperationEnum, {
  name: 'ChangeOperation',
  description: 'What became of a record for this viewer, and so what to do with a copy of it.',
  valuesConfig: {
    CREATED: { description: 'It is new: keep node. A record that you hold already is put in its place.' },
    UPDATED: { description: 'Its content is another, or shows otherwise: put node in place of what you hold.' },
    DELETED: { description: 'It is gone from the hub: let it go.' },
    WITHDRAWN: {
      description:
        'It left your view, by an agreement, a group, a tree, a marking, or because it does not fit the filter any more: forget it, and the samples of a series with it.',
    },
    DISCLOSED: { description: 'It came into your view, as everything does when a feed begins: keep node.' },
    APPENDED: {
      description:
        'Samples came, late ones and corrections too: read the ranges again. node is null; nodeId is whose they are.',
    },
  },
});

export const FeedStartEnum = enumOf<FeedStart>(feedStarts);
registerEnumType(FeedStartEnum, {
  name: 'FeedStart',
  description: 'Where a feed begins without a cursor.',
  valuesConfig: {
    SNAPSHOT: { description: 'With everything that the viewer sees, as DISCLOSED, and then what changes.' },
    NOW: { description: 'With what changes from now on.' },
  },
});

export const FeedDatasetEnum = enumOf<Dataset>(feedDatasets);
registerEnumType(FeedDatasetEnum, {
  name: 'FeedDataset',
  description: 'What records belong to, by the rule that shows them.',
  valuesConfig: {
    DIRECTORY: { description: 'Organizations, regions, sharing groups, metrics and retentions: open to every key.' },
    KEYS: { description: 'API clients and their keys, for stewards.' },
    SHARING: { description: 'Agreements, binding rules and feeds, for their sides.' },
    INVENTORY: { description: 'Sites, devices, interfaces, links, address plans and information systems.' },
    SAMPLES: { description: 'Series and their samples.' },
    WARNINGS: { description: 'Warnings and what becomes of them.' },
    INCIDENTS: { description: 'Incidents and their timelines.' },
  },
});

@InputType('ChangeFilter', {
  description:
    'What to follow: records that fit all that is said. What a record has not does not narrow it: a device has no severity, an organization no region that counts here.',
})
export class ChangeFilterInput implements ChangeFilter {
  @Field(() => [FeedDatasetEnum], { nullable: true, description: 'Only records of these.' })
  datasets?: Dataset[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Only records of these types, for example "Device". Series bring their samples.',
  })
  types?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Codes of regions: of inventory, samples, warnings and incidents only what lies within one of them.',
  })
  regions?: string[] | null;

  @Field(() => SeverityEnum, {
    nullable: true,
    description: 'Only incidents and warnings this bad or worse, with their timelines and transitions.',
  })
  leastSeverity?: Severity | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Only incidents of these RSIT classes; timelines are not narrowed by it.',
  })
  classes?: string[] | null;

  @Field(() => [TlpEnum], {
    nullable: true,
    description: 'Only incidents and timeline entries with one of these markings.',
  })
  tlp?: Tlp[] | null;
}

@ArgsType()
export class FollowArgs implements ChangesAsked {
  @Field(() => Cursor, {
    nullable: true,
    description:
      'endCursor of the page before, or the cursor of a change: what comes behind it. Without one the feed begins, as from says. Keep it with what you hold: it is good for any key of your organization. CURSOR_EXPIRED where it can not be followed.',
  })
  after?: string | null;

  @Field(() => FeedStartEnum, { nullable: true, description: 'Where to begin without after: SNAPSHOT unless said.' })
  from?: FeedStart | null;

  @Field(() => ChangeFilterInput, {
    nullable: true,
    description:
      'What to follow; everything unless said. Another one with the same cursor withdraws and discloses what differs.',
  })
  filter?: ChangeFilterInput | null;

  @Field(() => ID, { nullable: true, description: 'Id of a saved feed, whose filter is taken in place of filter.' })
  feed?: string | null;
}

@ArgsType()
export class ChangesArgs extends FollowArgs {
  @Field(() => Int, {
    nullable: true,
    description: `How many changes at most: ${defaultChanges} unless said, ${mostChanges} at most.`,
  })
  first?: number | null;
}

@ObjectType('SampleRange', { description: 'When samples of a series came.', simpleResolvers: true })
export class SampleRangeType {
  @Field(() => ID, { description: 'Id of the series.' })
  series: string;

  @Field(() => DateTime, { description: 'Instant of the first of them.' })
  from: string;

  @Field(() => DateTime, { description: 'Instant of the last of them; it is one of the range.' })
  to: string;
}

@ObjectType('Change', {
  description: 'What became of one record, or of samples, for this viewer.',
  simpleResolvers: true,
})
export class Change {
  @Field(() => Cursor, { description: 'The place behind this change: where to go on when all up to it is kept.' })
  cursor: () => string;

  @Field(() => ChangeOperationEnum, { description: 'What happened.' })
  operation: ChangeOperation;

  @Field(() => DateTime, {
    description:
      'When the last change was made that it tells of; of what a walk over all records finds, when it was read.',
  })
  at: string;

  @Field(() => ID, { description: 'Id of the record; of samples, of the organization whose they are.' })
  nodeId: string;

  @Field(() => String, { description: 'Type of the record, for example "Device"; of samples "SampleRange".' })
  type: string;

  node: Node | null;

  @Field(() => [SampleRangeType], {
    nullable: true,
    description:
      'Of APPENDED: which series got samples, and where. Of a series that is DISCLOSED: what is kept of it. Null else.',
  })
  ranges: SampleRangeType[] | null;
}

@ObjectType('ChangePage', { description: 'The next changes of a feed.', simpleResolvers: true })
export class ChangePage {
  @Field(() => [Change], { description: 'The changes, in the order in which to take them in.' })
  changes: Change[];

  @Field(() => Cursor, {
    description: 'Where the next page begins, also of an empty one: keep it when all changes are kept.',
  })
  endCursor: () => string;

  @Field(() => Boolean, {
    description:
      'More may stand behind it already. A page with less than was asked for, or nothing, may have more behind it: what others changed was gone through.',
  })
  hasMore: boolean;

  @Field(() => Cursor, { description: 'The oldest cursor that can be followed with this filter.' })
  horizon: () => Promise<string>;
}
