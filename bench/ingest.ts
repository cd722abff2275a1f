import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issueKeyAsOperator } from '../src/directory/operator-keys.store';
import { readConfig } from '../src/kernel/config';
import { openDatabase } from '../src/kernel/postgres/open-database';
import { migrations } from '../src/migrations';
import { copyRows } from './ingest/copy';
import { bodies, decodePerSecond, samplesARound } from './ingest/load';
import { kept, makeCenter } from './ingest/kept';
import { pushAll } from './ingest/push-all';
import { spreadOf } from './measure';
import { build, findNode, install } from './prepare';
import { cpuOf, cpuOfPostgres, start } from './servers/process';
import { postmasterOf } from './database';

/**
 * How fast samples come in by remote-write, as a share of COPY BINARY of the same rows into the same table by a bare client: a million over
 * 100,000 series, 10,000 a request, four requests at a time; rounds interleaved. Run: npm run bench:ingest [-- ROUNDS]
 */
async function main(): Promise<void> {
  const rounds = Number(process.argv[2] ?? 5);
  install(console.log);
  build(console.log);
  const directory = mkdtempSync(join(tmpdir(), 'commonwatch-ingest-'));
  const database = await openDatabase(readConfig({ ...process.env, DATA_DIR: directory }), migrations);
  try {
    await makeCenter(database.operator);
    const { text: key } = await issueKeyAsOperator(database.operator, {
      ...{ organization: 'CENTER', label: 'bench', role: 'REPORTER', writesFor: [] },
      expiresAt: new Date(Date.now() + 86_400_000),
    });
    const postmaster = (await postmasterOf(database))!;
    const hub = await start({
      ...{ name: 'hub', node: findNode(), logs: directory, args: [join(__dirname, '../dist/src/main.js')] },
      env: {
        ...{ DATABASE_URL: database.url, REQUESTS_PER_MINUTE: '100000000', SAMPLES_PER_SECOND: '100000000' },
        ...{ NEW_SERIES_PER_HOUR: '1000000', SERIES_PER_METRIC: '1000000', DEADLINE_MS: '60000' },
      },
    });
    try {
      console.log(`decoding alone: ${Math.round(decodePerSecond()).toLocaleString('en')} samples/s`);
      // Series and partitions are there, and the program is warm, before anything is measured.
      await pushAll(hub.port, key, bodies(0));
      const shares: number[] = [];
      for (let round = 1; round <= rounds; round += 1) {
        const sent = [...bodies(2 * round)];
        const before = [cpuOf(hub.pid), cpuOfPostgres(postmaster)];
        const pushed = await timed(() => pushAll(hub.port, key, sent));
        const [server, postgres] = [cpuOf(hub.pid) - before[0]!, cpuOfPostgres(postmaster) - before[1]!];
        await kept(database.operator, 2 * round);
        const copied = await timed(() => copyRows(database.url, 2 * round + 1));
        shares.push(copied / pushed);
        const perSecond = (seconds: number) => Math.round(samplesARound / seconds).toLocaleString('en');
        console.log(
          `round ${round}: remote-write ${perSecond(pushed)}/s (CPU ${inSeconds(server)} server, ${inSeconds(postgres)} Postgres), ` +
            `COPY ${perSecond(copied)}/s, share ${(copied / pushed).toFixed(2)}`,
        );
      }
      const { median, least, most } = spreadOf(shares);
      console.log(`share of COPY: ${median.toFixed(2)} (${least.toFixed(2)}-${most.toFixed(2)})`);
    } finally {
      await hub.stop();
    }
  } finally {
    await database.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

const inSeconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
