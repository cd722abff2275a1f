import { groupFields, groupings, sumsOf } from '../../answers/aggregates';
import type { Onlooker } from '../../onlooker/onlooker';
import { idOf } from '../../world/things';

type Answer = Record<string, { seriesCount: number; groups: object[] }>;

const aliased = groupings.map(
  (place) => `${place}: aggregatedSamples(filter: { metric: { id: { eq: $metric } } }, from: "2026-04-01T00:00:00Z",
    to: "2026-06-01T00:00:00Z", resolution: DAY, maxPoints: 61, maxSeries: 48, aggregate: SUM, by: { place: ${place} }) { seriesCount groups ${groupFields} }`,
);
const document = `query($metric: ID!) { ${aliased.join(' ')} }`;

/** Every metric folded by every kind of place has the series that the viewer sees, at places that it sees. */
export async function readAggregates(onlooker: Onlooker): Promise<void> {
  const { world, sight } = onlooker;
  for (const metric of world.Metric) {
    const answer = await onlooker.ask<Answer>(`${metric.name} folded`, document, { metric: idOf(metric) });
    const { length } = sight.all('Series').filter((series) => series.metric === metric);
    for (const place of groupings) {
      onlooker.agree(`${metric.name} by ${place}`, answer[place]?.groups, sumsOf(metric, place, sight));
      onlooker.agree(`${metric.name} in all`, answer[place]?.seriesCount, length);
    }
  }
}
