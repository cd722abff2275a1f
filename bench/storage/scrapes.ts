import { createWriteStream } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { startNodeExporter } from '../../test/support/daemon';
import { startChangingLoad } from './changing-load';

/** When it began, in milliseconds since 1970, and what the exporter answered: a line of the file as JSON. */
export type Scrape = [atMs: number, text: string];

export const intervalMs = 1000;
/** As Prometheus does by itself: an instant this near to where it is due is that. */
const toleranceMs = 2;
/** Timers of Node come some milliseconds late: the last of them are waited for awake. */
const earlyMs = 5;

/** Scrapes a real node exporter a second apart, while the machine has now more, now less to do, into a file. */
export async function collectScrapes(file: string, count: number, folder: string): Promise<void> {
  const node = await startNodeExporter();
  const stopLoad = startChangingLoad(folder);
  const out = createWriteStream(file);
  try {
    const begin = Math.ceil(Date.now() / intervalMs + 1) * intervalMs;
    for (let n = 0; n < count; n += 1) out.write(`${JSON.stringify(await scrape(node.url, begin + n * intervalMs))}\n`);
  } finally {
    await new Promise<void>((written) => out.end(() => written()));
    await stopLoad();
    await node.stop();
  }
}

async function scrape(url: string, due: number): Promise<Scrape> {
  await pause(Math.max(0, due - earlyMs - Date.now()));
  let began = Date.now();
  while (began < due) began = Date.now();
  const response = await fetch(`${url}/metrics`);
  if (!response.ok) throw new Error(`The node exporter answers ${response.status}.`);
  return [Math.abs(began - due) <= toleranceMs ? due : began, await response.text()];
}
