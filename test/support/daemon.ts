import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from './free-port';
import { until } from './until';

/** A program of the machine that serves HTTP on a loopback port of its own, no service of the system. */
export interface Daemon {
  address: string;
  url: string;
  stop: () => Promise<void>;
}

/** Starts it with arguments that say where to listen, and returns when `ready` answers. */
export async function startDaemon(
  program: string,
  argsAt: (address: string) => string[],
  ready: string,
): Promise<Daemon> {
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(program, argsAt(address), { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (part: Buffer) => (said = (said + part.toString()).slice(-5000)));
  const ended = once(child, 'close');
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  const isUp = async () => {
    if (child.exitCode !== null) throw new Error(`${program} ended: ${said}`);
    const response = await fetch(`http://${address}${ready}`).catch(() => null);
    await response?.arrayBuffer();
    return response?.ok;
  };
  try {
    await until(`${program} answers`, isUp, { last: () => said });
  } catch (error) {
    await stop();
    throw error;
  }
  return { address, url: `http://${address}`, stop };
}

/** Debian's node exporter, over this machine. */
export const startNodeExporter = (): Promise<Daemon> =>
  startDaemon('prometheus-node-exporter', (address) => [`--web.listen-address=${address}`], '/metrics');
