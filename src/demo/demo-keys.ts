import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { isDemoLoaded, issueDemoKeys, loadDemo, type DemoKey } from './load-demo';
import type { OnProgress } from './run-stages';

export const keysFile = (dataDirectory: string): string => join(dataDirectory, 'demo-keys');

/** The demonstration's keys, kept in the data directory; loads the demonstration where it is not there whole. */
export async function demoKeys(operator: Pool, dataDirectory: string, onProgress: OnProgress): Promise<DemoKey[]> {
  const file = keysFile(dataDirectory);
  if (await isDemoLoaded(operator)) return (await readKeys(file)) ?? keep(file, await issueDemoKeys(operator));
  return keep(file, await loadDemo(operator, onProgress, new Date()));
}

async function keep(file: string, keys: DemoKey[]): Promise<DemoKey[]> {
  const lines = keys.map(({ organization, role, name, text }) => [text, organization, role, name].join('\t'));
  await writeFile(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  await chmod(file, 0o600);
  return keys;
}

async function readKeys(file: string): Promise<DemoKey[] | null> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (!text) return null;
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [key = '', organization = '', role = '', name = ''] = line.split('\t');
      return { organization, name, role, text: key };
    });
}
