import 'reflect-metadata';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../src/kernel/config';
import { openDatabase, type OpenDatabase } from '../src/kernel/postgres/open-database';
import { migrations } from '../src/migrations';
import { levels } from '../src/monitoring/rollups/levels';
import { findProgram } from '../test/support/find-program';
import {
  fillDay,
  generatedDay,
  generatedSamples,
  readDays,
  samplesOfSeries,
  seriesCount,
} from './storage/generated-day';
import { chunksOf, monthBytes, pack, seriesBytes, stepBytes, writeToHub } from './storage/hub-storage';
import { blocksOf } from './storage/prometheus-blocks';
import { readScraped, type Scraped } from './storage/scraped';
import { collectScrapes } from './storage/scrapes';

/** What a sample takes as a row, with its index. */
const bytesOfRow = 95;

/**
 * What samples take once they are packed, how fast they are, and how long a series-day takes to read: a day of 1,000 series a minute apart.
 * Then the scrapes of a real node exporter under changing load, a second apart, beside Prometheus's own blocks of the same samples, where Debian's
 * prometheus and prometheus-node-exporter are installed. Run: npm run bench:storage [-- --scrapes 1440 --file scrapes.jsonl]
 *
 *   --scrapes 1440  so many are collected, which takes as many seconds; 0: none
 *   --file          keeps the scrapes there, and takes those that are there already
 */
async function main(): Promise<void> {
  const options = { scrapes: { type: 'string', default: '1440' }, file: { type: 'string' } } as const;
  const { scrapes, file } = parseArgs({ options }).values;
  const directory = mkdtempSync(join(tmpdir(), 'commonwatch-storage-'));
  const database = await openDatabase(readConfig({ ...process.env, DATA_DIR: directory }), migrations);
  try {
    await measureGenerated(database);
    const kept = file ?? join(directory, 'scrapes.jsonl');
    if (!(await areThere(kept, Number(scrapes), directory))) return;
    await measureScraped(database, directory, await readScraped(kept, '2026-04-02', false));
    console.log('the same, each scrape at the very second that it was due at:');
    await measureScraped(database, directory, await readScraped(kept, '2026-05-02', true));
  } finally {
    await database.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function measureGenerated(database: OpenDatabase): Promise<void> {
  const perSample = async (table: string) => (await monthBytes(database, table, generatedDay)) / generatedSamples;
  await fillDay(database.operator);
  console.log(`as rows: ${(await perSample('sample')).toFixed(1)} bytes a sample`);
  const seconds = await pack(database, '2026-03-04T00:00:00Z');
  const perSecond = Math.round(generatedSamples / seconds).toLocaleString('en');
  console.log(`packing: ${perSecond} samples/s, rows gone and compared to the bit`);
  console.log(`packed: ${(await perSample('sample_chunk')).toFixed(2)} bytes a sample, with all that the table takes`);
  await measureSteps(database, await perSample('sample_chunk'));
  const { median, least, most } = await readDays(database.operator);
  console.log(`a series-day of ${samplesOfSeries}: ${median.toFixed(2)} ms (${least.toFixed(2)}-${most.toFixed(2)})`);
}

/** All levels of a year beside the samples of 90 days. */
async function measureSteps(database: OpenDatabase, perSample: number): Promise<void> {
  let year = 0;
  for (const [level, { table, ofDay }] of Object.entries(levels)) {
    const { data, table: all } = await stepBytes(database, table);
    year += (all / seriesCount) * 365;
    console.log(
      `steps ${level}: ${(data / seriesCount / ofDay).toFixed(2)} bytes a step, ${(all / seriesCount).toFixed(0)} a series-day with all`,
    );
  }
  const share = (bytes: number) => `${((year / (90 * samplesOfSeries * bytes)) * 100).toFixed(1)} %`;
  console.log(
    `steps of a year are ${share(bytesOfRow)} of 90 days of samples as rows, ${share(perSample)} of them packed`,
  );
}

/** Whether there are scrapes in the file; they are collected now where there is none. */
async function areThere(file: string, count: number, directory: string): Promise<boolean> {
  if (existsSync(file)) return true;
  if (count === 0) return false;
  if (!findProgram('prometheus-node-exporter')) {
    console.log('scrapes: none, prometheus-node-exporter is not on PATH (apt-get install prometheus-node-exporter)');
    return false;
  }
  console.log(`scrapes: a node exporter is scraped ${count} times, a second apart, under changing load`);
  await collectScrapes(file, count, directory);
  return true;
}

async function measureScraped(database: OpenDatabase, directory: string, scraped: Scraped): Promise<void> {
  const { day, series, samples, scrapes } = scraped;
  console.log(
    `scrapes: ${scrapes} of ${series.length} series, ${samples.toLocaleString('en')} samples; bytes a sample:`,
  );
  const each = (bytes: number) => (bytes / samples).toFixed(2);
  await writeToHub(database, scraped);
  const rows = await monthBytes(database, 'sample', day);
  await pack(database, new Date(Date.parse(day) + 2 * 86_400_000).toISOString());
  const chunks = await chunksOf(database, day);
  if (chunks.samples !== samples) throw new Error(`The hub has packed ${chunks.samples} samples of ${samples}.`);
  const table = await monthBytes(database, 'sample_chunk', day);
  const whole = table + (await seriesBytes(database));
  console.log(
    `  the hub: chunks ${each(chunks.bytes)}, their table with its index ${each(table)}, with series and metrics ${each(whole)} (as rows ${each(rows)})`,
  );
  if (!findProgram('promtool'))
    return console.log('  Prometheus: promtool is not on PATH (apt-get install prometheus)');
  const blocks = blocksOf(scraped, directory);
  if (blocks.samples !== samples) throw new Error(`Prometheus has ${blocks.samples} samples of ${samples}.`);
  console.log(
    `  Prometheus: chunks ${each(blocks.chunks)}, index ${each(blocks.index)}, ${blocks.count === 1 ? 'the block' : `its ${blocks.count} blocks`} ${each(blocks.whole)}`,
  );
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
