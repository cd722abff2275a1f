import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAlertmanager } from '../support/alertmanager';
import type { Daemon } from '../support/daemon';
import { findProgram } from '../support/find-program';
import { freePort } from '../support/free-port';
import { startHub, type Hub } from '../support/hub';
import { startHubProcess } from '../support/hub-process';
import { startPrometheus, type Prometheus } from '../support/prometheus';
import { until } from '../support/until';
import type { Viewer } from '../support/viewer';
import { warningsOf, type SeenWarning } from '../warnings/warning-desk';

const missing = ['prometheus', 'prometheus-alertmanager'].filter((name) => !findProgram(name));
const withPrograms = missing.length === 0 ? describe : describe.skip;
const note = missing.length === 0 ? '' : ` (skipped: no ${missing.join(', no ')} on PATH)`;

withPrograms(`A real Alertmanager, fed by a rule of a real Prometheus${note}`, () => {
  let hub: Hub;
  let desk: Viewer;
  let served: ReturnType<typeof startHubProcess>;
  let serve: () => Promise<void>;
  let line: { server: Server; isUp: boolean; address: string };
  let alertmanager: Daemon;
  let prometheus: Prometheus;
  const folder = mkdtempSync(join(tmpdir(), 'rules-'));

  beforeAll(async () => {
    hub = await startHub();
    desk = hub.as(await hub.key({ organization: 'NMC', role: 'READER' }));
    const port = await freePort();
    serve = () => (served = startHubProcess(hub.databaseUrl, { PORT: String(port) })).isUp;
    await serve();
    line = await startLine();
    await hub.device({ owner: 'RC-N', name: 'trạm đo', managementAddress: '127.0.0.1' });
    const key = await hub.key({ organization: 'NMC', role: 'REPORTER', label: 'alertmanager' });
    alertmanager = await startAlertmanager({ url: `http://127.0.0.1:${port}/ingest/alertmanager`, key });
    const rules = join(folder, 'rules.json');
    const annotations = { summary: 'Đường truyền {{ $labels.line }} đứt', description: 'Giá trị {{ $value }}.' };
    const rule = { alert: 'LineDown', expr: 'line_up == 0', labels: { severity: 'critical' }, annotations };
    writeFileSync(rules, JSON.stringify({ groups: [{ name: 'lines', rules: [rule] }] }));
    prometheus = await startPrometheus({
      global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
      rule_files: [rules],
      alerting: { alertmanagers: [{ static_configs: [{ targets: [alertmanager.address] }] }] },
      scrape_configs: [{ job_name: 'line', static_configs: [{ targets: [line.address] }] }],
    });
  }, 120_000);
  afterAll(async () => {
    await prometheus?.stop();
    await alertmanager?.stop();
    await served?.kill();
    line?.server.close();
    rmSync(folder, { recursive: true, force: true });
    await hub?.stop();
  });

  const standing = async (is: (warning: SeenWarning) => boolean) => {
    const found = await warningsOf(desk);
    return found.length === 1 && is(found[0]!) ? found[0]! : null;
  };

  test('raises one warning, to the owner of what its labels name, however often it says so', async () => {
    line.isUp = false;
    const warning = await until('the warning is raised', () => standing(({ state }) => state === 'RAISED'));
    expect(warning).toMatchObject({
      ...{ source: 'alertmanager', severity: 'CRITICAL', firing: true, flaps: 0, owner: { code: 'RC-N' } },
      ...{ writer: { code: 'NMC' }, subject: { __typename: 'Device' }, address: '127.0.0.1' },
      explanation: 'Đường truyền trục Bắc–Nam đứt\nGiá trị 0.',
      labels: {
        alertname: 'LineDown',
        severity: 'critical',
        job: 'line',
        instance: line.address,
        line: 'trục Bắc–Nam',
      },
    });
    expect(warning.fingerprint).toMatch(/^[0-9a-f]{16}$/);
    const repeats = async () => {
      const text = await (await fetch(`${served.url()}/metrics`)).text();
      return Number(/hub_pushed_alerts_total{outcome="unchanged"} (\d+)/.exec(text)?.[1] ?? 0) >= 2;
    };
    await until('it was said again twice', repeats);
    expect(await standing(({ transitions }) => transitions.nodes.length === 1)).not.toBeNull();
  }, 120_000);

  test('says that it is over, also where the hub was away when it was', async () => {
    await served.kill();
    line.isUp = true;
    const isOver = async () => (await prometheus.query('ALERTS{alertstate="firing"}', Date.now())).length === 0;
    await until('Prometheus fires no more', isOver);
    await serve();
    const warning = await until('the warning clears', () => standing(({ state }) => state === 'CLEARED'));
    expect(warning.transitions.nodes.map(({ cause }) => cause)).toEqual(['FIRED', 'RECOVERED']);
  }, 120_000);

  test('brings the same warning back when it fires again soon', async () => {
    line.isUp = false;
    const back = await until('it is back', () => standing(({ state }) => state === 'RAISED'));
    expect(back).toMatchObject({ flaps: 1, clearedAt: null });
  }, 120_000);
});

/** A line that is measured: up, or not. */
async function startLine() {
  const line = { server: createServer(), isUp: true, address: '' };
  line.server.on('request', (_, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end(`# TYPE line_up gauge\nline_up{line="trục Bắc–Nam"} ${Number(line.isUp)}\n`);
  });
  line.server.listen(0, '127.0.0.1');
  await once(line.server, 'listening');
  line.address = `127.0.0.1:${(line.server.address() as AddressInfo).port}`;
  return line;
}
