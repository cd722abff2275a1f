import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { refuseFaults, type Generator, type Load, type Loaded } from './load';

interface Told {
  answers: number;
  micros: number;
  faults: number;
  errors: number;
  p50: number;
  p99: number;
}

/** wrk takes little from the servers that it shares the machine with. It has one thread: they share two cores. */
export const wrk: Generator = {
  name: 'wrk',
  run: async ({ port, requests, connections, seconds, scratch }: Load): Promise<Loaded> => {
    const script = join(scratch, 'load.lua');
    writeFileSync(script, scriptOf(requests));
    const args = [
      '-t1',
      `-c${connections}`,
      `-d${seconds}s`,
      '--timeout',
      '20s',
      '-s',
      script,
      `http://127.0.0.1:${port}`,
    ];
    const { stdout, stderr } = await promisify(execFile)('wrk', args);
    const line = stdout.split('\n').findLast((text) => text.startsWith('{'));
    if (!line) throw new Error(`wrk tells nothing: ${stderr}`);
    const told = JSON.parse(line) as Told;
    refuseFaults(told.faults, 'answers were no success or told an error');
    refuseFaults(told.errors, 'requests failed or timed out');
    const { answers, micros, p50, p99 } = told;
    return { answers, seconds: micros / 1e6, p50: p50 / 1000, p99: p99 / 1000 };
  },
};

const lua = (text: string): string => `[==[${text}]==]`;

function scriptOf(requests: Load['requests']): string {
  return `
    local asked = {${requests.map(({ path, body }) => `{${lua(path)}, ${lua(body)}}`).join(',')}}
    local headers = {${Object.entries(requests[0]!.headers)
      .map(([name, value]) => `[ ${lua(name)} ] = ${lua(value)}`)
      .join(',')}}
    local n, prepared = 0, {}
    faults = 0
    function init() for i, each in ipairs(asked) do prepared[i] = wrk.format("POST", each[1], headers, each[2]) end end
    function request() n = n % #prepared + 1 return prepared[n] end
    function response(status, _, body) if status ~= 200 or string.find(string.sub(body, 1, 200), '"errors"', 1, true) then faults = faults + 1 end end
    local threads = {}
    function setup(thread) threads[#threads + 1] = thread end
    function done(summary, latency)
      local e, bad = summary.errors, 0
      for _, thread in ipairs(threads) do bad = bad + thread:get("faults") end
      print(string.format('\\n{"answers":%d,"micros":%d,"faults":%d,"errors":%d,"p50":%f,"p99":%f}', summary.requests, summary.duration, bad,
        e.connect + e.read + e.write + e.timeout, latency:percentile(50), latency:percentile(99)))
    end`;
}
