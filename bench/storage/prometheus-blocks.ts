import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Scraped, ScrapedSeries } from './scraped';

export interface Blocks {
  count: number;
  samples: number;
  chunks: number;
  index: number;
  /** All that they take. */
  whole: number;
}

/** The samples as Prometheus keeps them: blocks that its own tool makes of them in the folder; bytes by part. */
export function blocksOf(scraped: Scraped, folder: string): Blocks {
  const file = join(folder, 'scraped.om');
  const output = mkdtempSync(join(folder, 'blocks-'));
  writeOpenMetrics(file, scraped);
  execFileSync('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', '--quiet', file, output], { stdio: 'pipe' });
  const blocks = readdirSync(output).map((name) => join(output, name));
  const sum = (of: (block: string) => number) => blocks.reduce((all, block) => all + of(block), 0);
  return {
    count: blocks.length,
    samples: sum(samplesIn),
    chunks: sum((block) => sizeOf(join(block, 'chunks'))),
    index: sum((block) => sizeOf(join(block, 'index'))),
    whole: sum(sizeOf),
  };
}

function writeOpenMetrics(file: string, { series }: Scraped): void {
  const out = openSync(file, 'w');
  for (const one of series) writeSync(out, linesOf(one));
  writeSync(out, '# EOF\n');
  closeSync(out);
}

function linesOf({ labels: { __name__: name, ...labels }, at, values }: ScrapedSeries): string {
  const pairs = Object.entries(labels).map(
    ([label, value]) => `${label}="${value.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n')}"`,
  );
  return at.map((ms, i) => `${name}{${pairs.join()}} ${values[i]} ${secondsOf(ms)}\n`).join('');
}

/** promtool cuts what lies between milliseconds: a third more of one, so that none is lost in a double. */
const secondsOf = (ms: number): string => `${Math.floor(ms / 1000)}.${String(ms % 1000).padStart(3, '0')}3`;

const samplesIn = (block: string): number =>
  (JSON.parse(readFileSync(join(block, 'meta.json'), 'utf8')) as { stats: { numSamples: number } }).stats.numSamples;

function sizeOf(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}
