import { createRequire } from 'node:module';
import { join } from 'node:path';
import { refuseFaults, type Generator, type Load, type Loaded } from './load';

interface Result {
  duration: number;
  errors: number;
  timeouts: number;
  non2xx: number;
  mismatches: number;
}
interface Instance extends Promise<Result> {
  on(event: 'response', listener: (client: unknown, status: number, bytes: number, ms: number) => void): void;
}
type Autocannon = (options: object) => Instance;

/** In this process, where wrk is not installed: it takes more of the machine, so that the fastest server looks slower than it is. */
export const autocannon: Generator = {
  name: 'autocannon',
  run: async ({ port, requests, connections, seconds }: Load): Promise<Loaded> => {
    const run = createRequire(join(__dirname, '../package.json'))('autocannon') as Autocannon;
    const times: number[] = [];
    const instance = run({
      ...{ url: `http://127.0.0.1:${port}`, connections, duration: seconds, timeout: 20 },
      requests: requests.map((request) => ({ method: 'POST', ...request })),
      verifyBody: (body: string) => !body.slice(0, 200).includes('"errors"'),
    });
    instance.on('response', (_client, _status, _bytes, ms) => times.push(ms));
    const { duration, errors, timeouts, non2xx, mismatches } = await instance;
    refuseFaults(non2xx + mismatches, 'answers were no success or told an error');
    refuseFaults(errors + timeouts, 'requests failed or timed out');
    times.sort((a, b) => a - b);
    const at = (share: number) => times[Math.floor(times.length * share)] ?? 0;
    return { answers: times.length, seconds: duration, p50: at(0.5), p99: at(0.99) };
  },
};
