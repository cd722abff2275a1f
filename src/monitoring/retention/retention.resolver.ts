import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../context';
import { refuseUnlessSteward } from '../../directory/refuse-unless-steward';
import { List } from '../../kernel/reading/field-edge';
import { retentions } from './retention.collection';
import {
  Retention,
  RetentionArgs,
  RetentionConnection,
  SaveRetentionInput,
  SaveRetentionPayload,
} from './retention.type';
import { saveRetention } from './save-retention';

@Resolver(() => Retention)
export class RetentionResolver {
  @List(retentions, () => RetentionConnection, () => RetentionArgs, {
    description: 'How long samples and their steps are kept.',
  })
  readonly retentions: unknown;

  @Mutation(() => SaveRetentionPayload, {
    description:
      'Says how long levels of samples are kept. A coarser level is never kept shorter than a finer one. Needs the role STEWARD at the national center.',
  })
  async saveRetention(
    @Arg('input', () => SaveRetentionInput, { description: 'The levels.' }) input: SaveRetentionInput,
    @Ctx() context: Context,
  ) {
    refuseUnlessSteward(context.viewer, 'Saying how long samples are kept');
    const ids = await context.write((db) => saveRetention(db, input));
    return { retentions: await Promise.all(ids.map((id) => context.byId(retentions, id))) };
  }
}
