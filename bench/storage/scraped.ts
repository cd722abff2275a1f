import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { intervalMs, type Scrape } from './scrapes';

export interface ScrapedSeries {
  /** As Prometheus would have them: `__name__`, `instance` and `job` among them. */
  labels: Record<string, string>;
  /** Milliseconds since 1970. */
  at: number[];
  /** As the exporter writes them. */
  values: string[];
}

export interface Scraped {
  /** As 2026-04-02, in UTC. */
  day: string;
  series: ScrapedSeries[];
  samples: number;
  scrapes: number;
}

/**
 * The series of a file of scrapes, all moved by whole seconds so that they begin with a day; on ticks: each at the very second that it was due at,
 * as on a machine that has nothing else to do.
 */
export async function readScraped(file: string, day: string, onTicks: boolean): Promise<Scraped> {
  const begin = Date.parse(`${day}T00:00:00Z`);
  const byText = new Map<string, ScrapedSeries>();
  let [scrapes, samples, moved] = [0, 0, 0];
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const [at, text] = JSON.parse(line) as Scrape;
    if (scrapes === 0) moved = begin - Math.floor(at / 1000) * 1000;
    for (const sample of text.split('\n')) {
      if (sample === '' || sample.startsWith('#')) continue;
      const end = sample.lastIndexOf(' ');
      const series = seriesOf(byText, sample.slice(0, end));
      series.at.push(onTicks ? begin + scrapes * intervalMs : at + moved);
      series.values.push(sample.slice(end + 1));
      samples += 1;
    }
    scrapes += 1;
  }
  return { day, series: [...byText.values()], samples, scrapes };
}

function seriesOf(byText: Map<string, ScrapedSeries>, text: string): ScrapedSeries {
  const known = byText.get(text);
  if (known) return known;
  const series = { labels: { ...labelsIn(text), instance: 'host.example:9100', job: 'node' }, at: [], values: [] };
  byText.set(text, series);
  return series;
}

/** Of `node_cpu_seconds_total{cpu="0",mode="idle"}`. */
function labelsIn(text: string): Record<string, string> {
  const [name = ''] = text.split('{', 1);
  const pairs = [...text.matchAll(/([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g)].map(
    ([, label, value]) => [label!, value!.replace(/\\(.)/g, (_, one: string) => (one === 'n' ? '\n' : one))] as const,
  );
  return { __name__: name, ...Object.fromEntries(pairs) };
}

/** Values as the exporter writes them. */
export const numberOf = (text: string): number => Number(text.replace('Inf', 'Infinity'));
