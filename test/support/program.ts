import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const register = resolve(__dirname, 'register.cjs');

export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** One of the two programs, run from its sources as a process of its own. */
export function startProgram(
  file: 'main.ts' | 'cli.ts',
  args: string[],
  env: Record<string, string>,
): { child: ChildProcess; ended: Promise<Ended>; says: (text: string) => Promise<void> } {
  const child = spawn(process.execPath, ['-r', register, resolve(root, 'src', file), ...args], {
    cwd: root,
    env: { ...process.env, ...env },
  });
  let out = '';
  let err = '';
  child.stderr!.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const ended = new Promise<Ended>((done) => child.on('close', (code) => done({ code, out, err })));
  const says = (text: string) =>
    new Promise<void>((heard, never) => {
      child.stdout!.on('data', () => out.includes(text) && heard());
      void ended.then(() => never(new Error(`It ended without "${text}": ${err || out}`)));
    });
  child.stdout!.prependListener('data', (chunk: Buffer) => (out += chunk.toString()));
  return { child, ended, says };
}
