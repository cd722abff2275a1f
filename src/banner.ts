import { relative } from 'node:path';
import type { DemoKey } from './demo/load-demo';

/** The README's first query, too. */
export const firstQuery =
  '{ devices(first: 3) { nodes { displayName site { name region { name } } latest { metric { name } value } } } }';

/** What a newcomer needs at a glance. */
export function banner(
  { address, family, port }: { address: string; family: string; port: number },
  keys: DemoKey[] | null,
  file: string,
): string {
  const host = family === 'IPv6' ? `[${address}]` : address;
  const base = `http://${host}:${port}`;
  const lines = [
    '',
    'Commonwatch is ready.',
    '',
    `  API        ${base}/graphql`,
    `  Sandbox    ${base}/graphql    (in a browser; needs internet)`,
    `  Explorer   ${base}/explorer   (in a browser; needs no internet)`,
    '',
    ...(keys ? shown(keys, fromHere(file), base) : ['  Keys       npm run hub -- key issue --help', '']),
  ];
  return `${lines.join('\n')}\n`;
}

function shown(keys: DemoKey[], file: string, base: string): string[] {
  return [
    `  Keys of the demonstration (also in ${file}):`,
    ...keys.map(({ name, role, text }) => `    ${text}  ${name}, ${role}`),
    '',
    '  A first query to paste:',
    '',
    `    curl -s ${base}/graphql -H 'content-type: application/json' \\`,
    `      -H "authorization: Bearer $(head -n 1 ${inShell(file)} | cut -f 1)" \\`,
    `      -d '{"query":"${firstQuery}"}'`,
    '',
  ];
}

const fromHere = (path: string): string => {
  const way = relative('', path);
  return way.startsWith('..') ? path : way;
};

const inShell = (path: string): string => (/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`);
