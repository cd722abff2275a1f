import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDaemon, type Daemon } from './daemon';

/** Debian's Alertmanager, alone, that sends each alert to a webhook as soon as it may. */
export async function startAlertmanager(webhook: { url: string; key: string }): Promise<Daemon> {
  const folder = mkdtempSync(join(tmpdir(), 'alertmanager-'));
  const file = join(folder, 'alertmanager.yml');
  const receiver = {
    url: webhook.url,
    send_resolved: true,
    http_config: { authorization: { credentials: webhook.key } },
  };
  const route = {
    receiver: 'hub',
    group_by: ['...'],
    group_wait: '100ms',
    group_interval: '1s',
    repeat_interval: '3s',
  };
  // What is JSON is YAML too.
  writeFileSync(file, JSON.stringify({ route, receivers: [{ name: 'hub', webhook_configs: [receiver] }] }));
  const argsAt = (address: string) => [
    `--config.file=${file}`,
    `--storage.path=${join(folder, 'data')}`,
    `--web.listen-address=${address}`,
    '--cluster.listen-address=',
    '--log.level=warn',
  ];
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const daemon = await startDaemon('prometheus-alertmanager', argsAt, '/-/ready').catch((error: unknown) => {
    remove();
    throw error;
  });
  return {
    ...daemon,
    stop: async () => {
      await daemon.stop();
      remove();
    },
  };
}
