import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenDatabase } from '../../src/kernel/postgres/open-database';
import { viewers } from '../data/viewers';
import { questions } from '../questions/questions';
import { asViewer } from '../questions/scoped';
import { hub } from '../servers/hub';
import { headersOf, send, type Request } from '../servers/server';
import { windowMs } from './sample-clock';

const viewer = viewers.find(({ name }) => name === 'national')!;
const stepMs = 300_000;
const seriesAsked = 40;

/** Numbers of the series whose windows are asked for: of the first metric, of devices all over. */
export const askedNumbers = (series: number): number[] => {
  const devices = series / 5;
  return Array.from({ length: seriesAsked }, (_, i) => Math.floor((i * devices) / seriesAsked) * 4 + 1);
};

/** How often each was asked, and how long each answer took, in milliseconds from when it was due. */
export interface Answers {
  page: number[];
  window: number[];
}

/** Pages of 50 devices, one after the other; windows of the last 24 hours, of one series and of five in turn. */
export class Questions {
  private constructor(
    private readonly port: number,
    private readonly pages: Request[],
    private readonly series: string[],
    private readonly document: string,
  ) {}

  static async prepare(port: number, database: OpenDatabase, series: number): Promise<Questions> {
    const pages = questions.find(({ name }) => name === 'Q2')!;
    const asks = await asViewer(database.operator, viewer.name, pages.asks);
    const requests = await hub.requests(port, viewer, pages, asks);
    const { rows } = await database.operator.query<{ id: string }>(
      'SELECT s.id FROM hub.series s WHERE s.number = ANY ($1::bigint[]) ORDER BY s.number',
      [askedNumbers(series)],
    );
    const document = readFileSync(join(__dirname, '../questions/hub/Q4.graphql'), 'utf8').replace(/\s+/g, ' ').trim();
    const ids = rows.map(({ id }) => `ser_${id}`);
    return new Questions(port, requests!, ids, document);
  }

  /** Asks on the beat of a clock until told to end; an answer that is no success, or holds an error, ends the run. */
  async ask(perSecond: number, now: () => number, signal: AbortSignal): Promise<Answers> {
    const answers: Answers = { page: [], window: [] };
    await Promise.all([
      askOnBeat(perSecond, signal, answers.page, (n) => send(this.port, this.pages[n % this.pages.length]!)),
      askOnBeat(perSecond, signal, answers.window, async (n) =>
        refuseEmpty(await send(this.port, this.window(n, now()))),
      ),
    ]);
    return answers;
  }

  private window(n: number, now: number): Request {
    const to = now - (now % stepMs);
    const first = (n * 7) % (this.series.length - 4);
    const variables = {
      series: this.series.slice(first, first + (n % 2 === 0 ? 1 : 5)),
      ...{ from: new Date(to - windowMs).toISOString(), to: new Date(to).toISOString() },
    };
    const body = JSON.stringify({ query: this.document, variables });
    return { path: '/graphql', headers: headersOf(viewer), body };
  }
}

async function askOnBeat(
  perSecond: number,
  signal: AbortSignal,
  took: number[],
  ask: (n: number) => Promise<unknown>,
): Promise<void> {
  const began = performance.now();
  const running = new Set<Promise<void>>();
  const failed: unknown[] = [];
  for (let n = 0; !signal.aborted && failed.length === 0; n += 1) {
    const due = began + (n * 1000) / perSecond;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
    const one = ask(n).then(
      () => void took.push(performance.now() - due),
      (error: unknown) => void failed.push(error),
    );
    running.add(one);
    void one.finally(() => running.delete(one));
  }
  await Promise.all(running);
  if (failed.length > 0) throw failed[0];
}

/** A window that tells of nothing would be a fast one. */
function refuseEmpty(data: unknown): void {
  const { samples } = data as { samples: { values: (number | null)[] }[] };
  const empty = samples.some(({ values }) => values.every((value) => value === null));
  if (empty || samples.length === 0) throw new Error('A window of 24 hours holds no value.');
}
