import { wholeRange, windowFields, windowOf } from '../../answers/samples';
import type { Onlooker } from '../../onlooker/onlooker';
import { idOf } from '../../world/things';

interface Answer {
  samples: object[];
  series: { nodes: { id: string; window: object }[] };
}
const document = `query($ids: [ID!]!) {
  samples(series: $ids, ${wholeRange.slice(1)} ${windowFields}
  series(first: 100) { nodes { id window${wholeRange} ${windowFields} } }
}`;

/** Samples of all series at once, seen and hidden, and of each series that the viewer sees. */
export async function readSamples(onlooker: Onlooker): Promise<void> {
  const { world, sight } = onlooker;
  const answer = await onlooker.ask<Answer>('samples', document, { ids: world.Series.map(idOf) });
  onlooker.agree('samples', answer.samples, sight.all('Series').map(windowOf));
  const windows = new Map(answer.series.nodes.map(({ id, window }) => [id, window]));
  for (const series of sight.all('Series')) {
    onlooker.agree(`${idOf(series)} window`, windows.get(idOf(series)), windowOf(series));
  }
}
