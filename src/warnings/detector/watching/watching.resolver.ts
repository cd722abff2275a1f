import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../../context';
import { findWriter } from '../../../directory/find-writer';
import { refuseUnlessResponder } from '../../../directory/refuse-unless-responder';
import { switchWatching } from './switch-watching.store';
import { WatchSeriesInput, WatchSeriesPayload } from './watching.input.type';

@Resolver()
export class WatchingResolver {
  @Mutation(() => WatchSeriesPayload, {
    description:
      'Says whether the detector without tuning watches the series of an organization that no rule judges by their values; unless said otherwise it does. It learns each series by itself, over its first days. Needs the role RESPONDER for the organization.',
  })
  async watchSeries(
    @Arg('input', () => WatchSeriesInput, { description: 'Whose series, and whether.' }) input: WatchSeriesInput,
    @Ctx() context: Context,
  ): Promise<WatchSeriesPayload> {
    refuseUnlessResponder(context.viewer, 'Having series watched');
    return context.write(async (db) => {
      const { id, code } = await findWriter(db, input.owner);
      await switchWatching(db, id, input.watch);
      return { owner: code, watched: input.watch };
    });
  }
}
