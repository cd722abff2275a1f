import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { autocannon } from './load/autocannon';
import type { Generator } from './load/load';
import { wrk } from './load/wrk';

const root = join(__dirname, '..');
const modules = join(__dirname, 'node_modules');

/** The benchmark's own packages as its lock file has them, installed where they are missing or of before. */
export function install(say: (line: string) => void): void {
  const installed = join(modules, '.package-lock.json');
  const isThere =
    existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(__dirname, 'package-lock.json')).mtimeMs;
  if (isThere) return;
  say('installing the packages of the benchmark');
  execFileSync('npm', ['ci', '--no-fund', '--no-audit', '--silent'], { cwd: __dirname, stdio: 'inherit' });
}

/** The hub as it is shipped, and the server written by hand in the same way. */
export function build(say: (line: string) => void): void {
  say('building the hub');
  const compiler = join(root, 'node_modules/.bin/tsc');
  for (const project of ['tsconfig.build.json', 'bench/rivals/by-hand/tsconfig.json'])
    execFileSync(compiler, ['-p', project], { cwd: root, stdio: 'inherit' });
}

/** Node 24 as its packages for Linux bring it, without an install script. */
export function findNode(): string {
  const name = `node-${process.platform}-${process.arch}`;
  const found = join(modules, name, 'bin/node');
  if (versionOf(found).startsWith('v24.')) return found;
  throw new Error(`There is no Node 24 in bench/node_modules/${name}: the benchmark runs on Linux, x64 or arm64.`);
}

export const versionOf = (program: string): string => spawnSync(program, ['--version']).stdout?.toString().trim() ?? '';

/** wrk where it is installed and nothing else was asked for: it takes least of the machine that the servers run on. */
export const findGenerator = (asked: string): Generator =>
  asked === wrk.name && !spawnSync('wrk', ['--version']).error ? wrk : autocannon;
