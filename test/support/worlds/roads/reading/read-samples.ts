import { wholeRange, windowFields, windowOf } from '../../answers/samples';
import type { Onlooker } from '../../onlooker/onlooker';
import type { Organization } from '../../world/directory-model';
import type { Device } from '../../world/inventory-model';
import { idOf, type Things } from '../../world/things';

interface Answer {
  completeness: {
    total: { seriesCount: number };
    centers: { nodes: { organization: { id: string }; seriesCount: number }[] };
    devices: { nodes: { device: { id: string }; seriesCount: number }[] };
    series: { nodes: { series: { id: string }; firstAt: string | null }[] };
  };
  samples: object[];
  series: { nodes: { id: string; window: object }[] };
}
const document = `query($ids: [ID!]!) {
  samples(series: $ids, ${wholeRange.slice(1)} ${windowFields}
  completeness(from: "2026-01-01T00:00:00Z", to: "2026-11-01T00:00:00Z") {
    total { seriesCount }
    centers(first: 100) { nodes { organization { id } seriesCount } }
    devices(first: 100) { nodes { device { id } seriesCount } }
    series(first: 100) { nodes { series { id } firstAt } }
  }
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
  const { total, centers, devices, series } = answer.completeness;
  onlooker.agree(
    'completeness',
    {
      total,
      centers: sorted(centers.nodes.map(({ organization, seriesCount }) => [organization.id, seriesCount])),
      devices: sorted(devices.nodes.map(({ device, seriesCount }) => [device.id, seriesCount])),
      series: sorted(series.nodes.map((node) => [node.series.id, Number(node.firstAt !== null)])),
    },
    countsOf(onlooker),
  );
}

type Count = [id: string, count: number];
const sorted = (counts: Count[]): Count[] => counts.sort(([one], [other]) => (one < other ? -1 : 1));

/** How many series of each center and device the viewer sees, and which have a sample. */
function countsOf({ sight }: Onlooker) {
  const seen = sight.all('Series');
  const count = (ids: (string | null)[]): Count[] =>
    [...new Set(ids)].flatMap((id): Count[] => (id === null ? [] : [[id, ids.filter((one) => one === id).length]]));
  const deviceOf = ({ subject }: Things['Series']): Device | null => {
    const measured = subject?.type === 'Interface' && sight.sees(subject) ? subject.device : subject;
    return measured?.type === 'Device' && sight.sees(measured) ? measured : null;
  };
  return {
    total: { seriesCount: seen.length },
    centers: sorted(count(seen.map(({ writer }: { writer: Organization }) => idOf(writer)))),
    devices: sorted(count(seen.map(deviceOf).map((device) => device && idOf(device)))),
    series: sorted(seen.map((one) => [idOf(one), Number(one.samples.length > 0)])),
  };
}
