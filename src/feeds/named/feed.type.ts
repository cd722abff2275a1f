import { Field, InputType, ObjectType } from 'type-graphql';
import { Node } from '../../kernel/node.type';
import type { Dataset } from '../../kernel/reading/collection';
import { connectionType, listArgs } from '../../kernel/reading/list.type';
import { DateTime } from '../../kernel/scalars';
import { SeverityEnum, TlpEnum } from '../../sharing/sharing.type';
import type { Severity, Tlp } from '../../sharing/sharing.values';
import { ChangeFilterInput, FeedDatasetEnum } from '../changes.type';
import { feeds } from './feed.collection';
import type { SavedFeed } from './save-feed';

@ObjectType('SavedChangeFilter', {
  description: 'What a feed is narrowed to, as it was saved; null narrows nothing.',
  simpleResolvers: true,
})
export class SavedChangeFilter {
  @Field(() => [FeedDatasetEnum], { nullable: true, description: 'Only records of these.' })
  datasets: Dataset[] | null;

  @Field(() => [String], { nullable: true, description: 'Only records of these types.' })
  types: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Codes of regions: only what lies within one of them.' })
  regions: string[] | null;

  @Field(() => SeverityEnum, { nullable: true, description: 'Only incidents this bad or worse.' })
  leastSeverity: Severity | null;

  @Field(() => [String], { nullable: true, description: 'Only incidents of these RSIT classes.' })
  classes: string[] | null;

  @Field(() => [TlpEnum], { nullable: true, description: 'Only what has one of these markings.' })
  tlp: Tlp[] | null;
}

@ObjectType('Feed', {
  implements: Node,
  simpleResolvers: true,
  description:
    'A filter of changes under a name, for those of an organization who follow with it, and those above. What it shows to a key is what that key may see.',
})
export class Feed extends Node {
  @Field(() => String, { description: 'Code, unique within its owner.' })
  code: string;

  @Field(() => SavedChangeFilter, { description: 'What it is narrowed to.' })
  filter: SavedChangeFilter;

  @Field(() => DateTime, { description: 'When the hub first held it.' })
  createdAt: string;

  @Field(() => DateTime, { description: 'When its filter last changed.' })
  updatedAt: string;
}

@InputType({ description: 'A feed as its owner wants it: made where it has none of this code.' })
export class SaveFeedInput implements SavedFeed {
  @Field(() => String, { description: 'Code of its owner: an organization that the key may write for.' })
  owner: string;

  @Field(() => String, { description: 'Code, 1 to 63 of letters, digits, ".", "_", "-".' })
  code: string;

  @Field(() => ChangeFilterInput, {
    nullable: true,
    description:
      'What to follow; everything unless said. Who follows it is told with the next page what comes into sight and what leaves it.',
  })
  filter?: ChangeFilterInput | null;
}

@ObjectType({ description: 'The feed that was saved.', simpleResolvers: true })
export class SaveFeedPayload {
  @Field(() => Feed, { description: 'The feed as it stands.' })
  feed: object;
}

export const FeedConnection = connectionType('Feed', () => Feed);
export const FeedArgs = listArgs(feeds);
