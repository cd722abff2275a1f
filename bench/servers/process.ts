import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../test/support/free-port';

/** A server under load, in a process of its own. */
export interface Running {
  pid: number;
  port: number;
  stop: () => Promise<void>;
}

export interface Program {
  name: string;
  node: string;
  args: string[];
  env: Record<string, string>;
  logs: string;
}

const comingUpMs = 60_000;

/** Starts a program that listens on the PORT it is told, and returns when it answers. */
export async function start({ name, node, args, env, logs }: Program): Promise<Running> {
  const port = await freePort();
  const log = join(logs, `${name}.log`);
  const output = openSync(log, 'a');
  const child = spawn(node, args, {
    env: { PATH: process.env['PATH'], ...env, NODE_ENV: 'production', PORT: String(port) },
    stdio: ['ignore', output, output],
  });
  const stop = () => end(child);
  try {
    await answers(child, port);
  } catch (error) {
    await stop();
    throw new Error(
      `${name} does not start (${String(error)}). The end of its log:\n${readFileSync(log, 'utf8').slice(-2000)}`,
    );
  }
  return { pid: child.pid!, port, stop };
}

async function answers(child: ChildProcess, port: number): Promise<void> {
  const until = Date.now() + comingUpMs;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
    const there = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST' }).catch(() => null);
    await there?.arrayBuffer();
    if (there) return;
    if (Date.now() > until) throw new Error(`it does not answer within ${comingUpMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(timer);
}

/** CPU of a process so far, in ms: of what runs, and of its children that have ended. */
export function cpuOf(pid: number): number {
  const stat = statOf(pid);
  return stat ? stat.own * 10 : 0;
}

/** CPU of all of Postgres so far, in ms: of its processes that run, and by the postmaster of those that have ended. */
export function cpuOfPostgres(postmaster: number): number {
  const stats = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => statOf(Number(name)));
  const running = stats.reduce((sum, stat) => sum + (stat?.parent === postmaster ? stat.own : 0), 0);
  return (running + (statOf(postmaster)?.ended ?? 0)) * 10;
}

/** The parent of a process, as far as this machine knows it: an outside Postgres may run on another. */
export const parentOf = (pid: number): number | null => statOf(pid)?.parent ?? null;

/** The most memory that a process has held so far, in MB. */
export function peakMemoryOf(pid: number): number {
  const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line![1]) / 1024;
}

/** Times in hundredths of a second; null where there is no such process, or none any more. */
function statOf(pid: number): { parent: number; own: number; ended: number } | null {
  const text = readStat(pid);
  if (text === null) return null;
  // The name before the last bracket may hold anything.
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  return { parent: fields[1]!, own: fields[11]! + fields[12]!, ended: fields[13]! + fields[14]! };
}

function readStat(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null;
  }
}
