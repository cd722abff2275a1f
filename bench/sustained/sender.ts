import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { bodyFrom, type SeriesSet } from './series';

/** What the sender is told; it begins at once. */
export interface Sending extends SeriesSet {
  port: number;
  key: string;
  rate: number;
  samples: number;
  batch: number;
}

/** What it tells, every second and at the end. */
export interface Sent {
  /** Samples. */
  acknowledged: number;
  /** Requests that were sent again, by what was answered before. */
  retried: Record<string, number>;
  /** How long ago the oldest request that is not sent yet was due, at most so far, in milliseconds. */
  behindMs: number;
  elapsedMs: number;
  /** From when each was due until it was acknowledged, in milliseconds: at the end alone. */
  took: number[] | null;
}

const inFlight = 4;
const tellEveryMs = 1000;
const retryMs = 1000;

/**
 * Sends on the beat of a clock: each request is due at an instant reckoned from the first, so that a late one makes none after it late. So many
 * at a time at most; what is then due waits, and its wait counts.
 */
async function send(sending: Sending, tell: (sent: Sent) => void): Promise<void> {
  const { rate, samples, batch } = sending;
  const agent = new Agent({ keepAlive: true, maxSockets: inFlight });
  const running = new Set<Promise<void>>();
  const sent: Sent = { acknowledged: 0, retried: {}, behindMs: 0, elapsedMs: 0, took: null };
  const took: number[] = [];
  const began = performance.now();
  const elapsed = () => performance.now() - began;
  const telling = setInterval(() => tell({ ...sent, elapsedMs: elapsed() }), tellEveryMs);
  for (let first = 0; first < samples; first += batch) {
    const body = bodyFrom(sending, first, batch);
    const due = (first / rate) * 1000;
    if (elapsed() < due) await pause(due - elapsed());
    while (running.size >= inFlight) await Promise.race(running);
    sent.behindMs = Math.max(sent.behindMs, elapsed() - due);
    const one = keep(agent, sending, body, sent.retried).then(() => {
      sent.acknowledged += batch;
      took.push(elapsed() - due);
      running.delete(one);
    });
    running.add(one);
  }
  await Promise.all(running);
  clearInterval(telling);
  agent.destroy();
  tell({ ...sent, elapsedMs: elapsed(), took });
}

/** Again until it is acknowledged, as a Prometheus does; what it would not send again ends the run. */
async function keep(agent: Agent, { port, key }: Sending, body: Buffer, retried: Sent['retried']): Promise<void> {
  for (;;) {
    const answer = await post(agent, port, key, body).catch((error: unknown) => ({ status: 0, text: String(error) }));
    if (answer.status === 204) return;
    if (answer.status !== 0 && answer.status !== 429 && answer.status < 500)
      throw new Error(`${answer.status}: ${answer.text.slice(0, 500)}`);
    const why = answer.status === 0 ? answer.text : String(answer.status);
    retried[why] = (retried[why] ?? 0) + 1;
    await pause(retryMs);
  }
}

const post = (agent: Agent, port: number, key: string, body: Buffer): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const headers = {
      ...{ authorization: `Bearer ${key}`, 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy' },
      'content-length': body.length,
    };
    const asked = request({ ...{ agent, port, headers }, host: '127.0.0.1', path: '/api/v1/write', method: 'POST' });
    asked.on('error', reject);
    asked.on('response', (response) => {
      let text = '';
      response.on('data', (part: Buffer) => (text += part.toString()));
      response.on('end', () => resolve({ status: response.statusCode!, text }));
      response.on('error', reject);
    });
    asked.end(body);
  });

process.once('message', (sending: Sending) => {
  send(sending, (sent) => process.send!(sent)).then(
    () => process.disconnect(),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
// Whoever has begun it is gone.
process.once('disconnect', () => process.exit());
