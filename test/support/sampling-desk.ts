import type { Hub } from './hub';
import type { Range, Sample, Window } from './sample-windows';
import type { Viewer } from './viewer';

const asking = `query($ids: [ID!]!, $from: DateTime!, $to: DateTime!, $resolution: Resolution, $maxPoints: Int) {
  samples(series: $ids, from: $from, to: $to, resolution: $resolution, maxPoints: $maxPoints) {
    resolution timestamps values min max count sum last flags truncated
  }
}`;
const sending = `mutation($input: IngestSamplesInput!) {
  ingestSamples(input: $input) { taken repeated conflicts refused { index field code message } }
}`;

export interface Sent {
  taken: number;
  repeated: number;
  conflicts: number;
  refused: { index: number; field: string; code: string; message: string }[];
}

/** A desk of RC-N that sends samples, a metric a series, and reads them. */
export async function samplingDesk(hub: Hub) {
  const viewer: Viewer = hub.as(await hub.key({ organization: 'RC-N', role: 'REPORTER' }));
  const idOf = async (metric: string): Promise<string> => {
    const document = `{ series(filter: { metric: { name: { eq: "${metric}" } } }) { nodes { id } } }`;
    return (await viewer.data<{ series: { nodes: { id: string }[] } }>(document)).series.nodes[0]!.id;
  };
  return {
    viewer,
    idOf,
    async send(metric: string, samples: readonly Sample[], kind = 'GAUGE'): Promise<Sent> {
      const [timestamps, values, flags] = [0, 1, 2].map((column) => samples.map((sample) => sample[column]));
      const input = { owner: 'RC-N', source: 'poller', batches: [{ metric, kind, timestamps, values, flags }] };
      return (await viewer.data<{ ingestSamples: Sent }>(sending, { input })).ingestSamples;
    },
    async windowsOf(ids: readonly string[], range: Range, resolution: string, maxPoints = 5000): Promise<Window[]> {
      return (await viewer.data<{ samples: Window[] }>(asking, { ids, ...range, resolution, maxPoints })).samples;
    },
  };
}
export type SamplingDesk = Awaited<ReturnType<typeof samplingDesk>>;

const dayMs = 86_400_000;

/** So many days kept that what is kept begins with a day: 2026-09-02. */
export const daysSince = (day: string): number => Math.floor((Date.now() - Date.parse(`${day}T00:00:00Z`)) / dayMs);

/** When what was said of retention just now can not be taken back any more. */
export const tomorrow = (): Date => new Date(Date.now() + 1.1 * dayMs);

export type Kept = Partial<Record<'RAW' | 'FIVE_MINUTES' | 'HOUR' | 'DAY', number | null>>;

/** As the keeper of the directory. */
export async function keep(hub: Hub, kept: Kept): Promise<void> {
  const levels = Object.entries(kept).map(([level, days]) => ({ level, days }));
  const document =
    'mutation($input: SaveRetentionInput!) { saveRetention(input: $input) { retentions { level days } } }';
  await hub.as(hub.keys.national).data(document, { input: { levels } });
}

/** Samples some minutes apart, with gaps and what is no number. */
export function everyMinutes(minutes: number, { from, to }: Range, valueOf: (n: number) => number): Sample[] {
  const samples: Sample[] = [];
  for (let at = Date.parse(from), n = 0; at < Date.parse(to); at += minutes * 60_000, n += 1) {
    if (n % 29 === 17) continue;
    const flag = n % 31 === 5 ? 4 : 0;
    samples.push([new Date(at + (n % 7) * 1000).toISOString(), flag ? null : valueOf(n), flag]);
  }
  return samples;
}
