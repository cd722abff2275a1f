import type { DemoKey } from './demo/load-demo';

const query =
  '{ devices(first: 3, filter: { role: { eq: ROUTER } }) { nodes { displayName status site { name region { name } } latest { metric { name } value } } } }';

/** What a newcomer needs at a glance. */
export function banner(
  { address, family, port }: { address: string; family: string; port: number },
  keys: DemoKey[] | null,
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
    ...(keys ? shown(keys, base) : ['  Keys       npm run hub -- key issue --help', '']),
  ];
  return `${lines.join('\n')}\n`;
}

function shown(keys: DemoKey[], base: string): string[] {
  return [
    '  Keys of the demonstration (also in .data/demo-keys):',
    ...keys.map(({ name, role, text }) => `    ${text}  ${name}, ${role}`),
    '',
    '  A first query to paste:',
    '',
    `    curl -s ${base}/graphql -H 'content-type: application/json' \\`,
    `      -H 'authorization: Bearer ${keys[0]!.text}' \\`,
    `      -d '{"query":"${query}"}'`,
    '',
  ];
}
