import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDaemon } from './daemon';

export type Prometheus = Awaited<ReturnType<typeof startPrometheus>>;

/** What Prometheus tells of one series: an instant in seconds and a value as text, or many of them. */
export interface Told {
  metric: Record<string, string>;
  value: [at: number, value: string];
  values: [at: number, value: string][];
}

/** Debian's Prometheus with a configuration, its own /metrics among what it scrapes as the job "prometheus". */
export async function startPrometheus(config: { scrape_configs: object[]; [part: string]: unknown }) {
  const folder = mkdtempSync(join(tmpdir(), 'prometheus-'));
  const file = join(folder, 'prometheus.yml');
  const argsAt = (address: string) => {
    const itself = { job_name: 'prometheus', static_configs: [{ targets: [address] }] };
    // What is JSON is YAML too.
    writeFileSync(file, JSON.stringify({ ...config, scrape_configs: [...config.scrape_configs, itself] }));
    return [
      `--config.file=${file}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
      '--log.level=warn',
    ];
  };
  const daemon = await startDaemon('prometheus', argsAt, '/-/ready').catch((error: unknown) => {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  });
  const query = async (text: string, atMs: number): Promise<Told[]> => {
    const response = await fetch(`${daemon.url}/api/v1/query`, {
      method: 'POST',
      body: new URLSearchParams({ query: text, time: (atMs / 1000).toFixed(3) }),
    });
    const answer = (await response.json()) as { status: string; error?: string; data: { result: Told[] } };
    if (answer.status !== 'success') throw new Error(`Prometheus: ${answer.error}`);
    return answer.data.result;
  };
  return {
    ...daemon,
    query,
    /** The sum of one of its own metrics, by now. */
    own: async (name: string): Promise<number> => {
      const text = await (await fetch(`${daemon.url}/metrics`)).text();
      const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
      if (lines.length === 0) throw new Error(`Prometheus has no ${name}.`);
      return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
    },
    stop: async () => {
      await daemon.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
