import { Arg, Args, ID, Resolver, Root, Subscription } from 'type-graphql';
import { LatestSample } from '../../monitoring/monitoring.type';
import { ShownChange } from '../shown-change';
import { Change, FollowArgs } from '../changes.type';
import { mostFollowedSeries } from './live.values';
import { unasked } from './unasked';

/** What is answered of each event: `LiveFeeds` finds them. */
@Resolver()
export class LiveResolver {
  @Subscription(() => Change, {
    subscribe: unasked,
    description:
      'Query.changes that keeps going: from the cursor, or the beginning, all that came since, and then each change within moments of its commit. After a break go on with after: the cursor of the last change that you kept. A consumer that takes nothing for 10 seconds is cut, with the cursor to go on from.',
  })
  changes(@Root() change: ShownChange, @Args(() => FollowArgs) _asked: FollowArgs) {
    return change;
  }

  @Subscription(() => LatestSample, {
    subscribe: unasked,
    description:
      'The newest sample of each of some series, as samples come; nothing is said of series that the viewer does not see. What came before is not told: ask Series.latest for it.',
  })
  samples(
    @Root() sample: LatestSample,
    @Arg('series', () => [ID], { description: `Ids of the series: ${mostFollowedSeries} at most.` }) _series: string[],
  ) {
    return sample;
  }
}
