import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { banner, firstQuery } from '../src/banner';
import { startHub } from './support/hub';

const address = { address: '127.0.0.1', family: 'IPv4', port: 4000 };
const keys = [{ organization: 'NMC', name: 'Trung tâm', role: 'STEWARD', text: 'cwk_x' }];
const linesOf = (text: string): string[] => text.split('\n').map((line) => line.trim());
const commandOf = (file: string): string[] => {
  const lines = linesOf(banner(address, keys, resolve(file)));
  const start = lines.findIndex((line) => line.startsWith('curl'));
  return lines.slice(start, start + 3);
};

describe('What a start prints', () => {
  test('is the first query of the README, to the letter', () => {
    const readme = linesOf(readFileSync(resolve(__dirname, '../README.md'), 'utf8'));
    const start = readme.findIndex((line) => line.startsWith('curl'));
    expect(commandOf('.data/demo-keys')).toEqual(readme.slice(start, start + 3));
    expect(commandOf('.data/demo-keys').join()).toContain(firstQuery);
  });

  test('asks what the hub answers', async () => {
    const hub = await startHub();
    const site = await hub.site({ name: 'Trạm' });
    await hub.device({ name: 'Bộ định tuyến', site });
    expect(await hub.as(hub.keys.national).data(firstQuery)).toMatchObject({
      devices: { nodes: [{ displayName: 'Bộ định tuyến', site: { name: 'Trạm' } }] },
    });
    await hub.stop();
  });

  test('names the file of the keys where it is, as a shell takes it', () => {
    expect(commandOf('/var/lib/hub/demo-keys')[1]).toContain('$(head -n 1 /var/lib/hub/demo-keys | cut -f 1)');
    expect(commandOf("our data/it's/keys")[1]).toContain(`$(head -n 1 'our data/it'\\''s/keys' | cut -f 1)`);
  });

  test('says how keys are issued where no demonstration was loaded', () => {
    const text = banner({ ...address, address: '::1', family: 'IPv6' }, null, '.data/demo-keys');
    expect(text).toContain('http://[::1]:4000/graphql');
    expect(text).toContain('npm run hub -- key issue --help');
    expect(text).not.toContain('curl');
  });
});
