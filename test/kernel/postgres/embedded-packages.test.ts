import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { makeClone, type Clone } from '../../support/embedded-clone';
import { answerOf, ask, EmbeddedHubs } from '../../support/embedded-hubs';

const hubs = new EmbeddedHubs();
const house = join(hubs.root, 'house');
let clone: Clone;
beforeAll(() => {
  clone = makeClone(join(house, 'app'));
});
afterAll(() => hubs.clear());

const fork = (name: string, user?: { uid: number; gid: number }) => hubs.fork(clone.script, name, user);

test('Where install scripts are off, the library links are made', async () => {
  clone.removeLinks();
  await answerOf(fork('linked'));
  expect(clone.links().every((path) => existsSync(path))).toBe(true);
});

const nobody = {
  uid: Number(spawnSync('id', ['-u', 'nobody']).stdout),
  gid: Number(spawnSync('id', ['-g', 'nobody']).stdout),
};
const isRoot = process.getuid?.() === 0;
const plainUserCanRunNode = isRoot && spawnSync(process.execPath, ['--version'], { ...nobody, cwd: '/' }).status === 0;

(isRoot ? test : test.skip)('Root starts it from a folder that is closed to everybody else', async () => {
  clone.removeLinks();
  chmodSync(house, 0o700);
  const { url } = await answerOf(fork('house/data'));
  expect(await ask(url, 'SELECT 1 AS answer')).toBe(1);
  const copy = readdirSync(hubs.copies).find((name) => name.startsWith('postgres-18'));
  expect(statSync(join(hubs.copies, String(copy)))).toMatchObject({ uid: 0, mode: 0o40755 });
  await (await hubs.start('house/data')).stop();
  chmodSync(house, 0o755);
});

(plainUserCanRunNode ? test : test.skip)(
  'A plain user starts it from packages that are not his to change',
  async () => {
    clone.removeLinks();
    const home = join(hubs.root, 'home');
    mkdirSync(home);
    chownSync(home, nobody.uid, nobody.gid);
    const { url } = await answerOf(fork('home/data', nobody));
    expect(await ask(url, 'SELECT 1 AS answer')).toBe(1);
    expect(statSync(join(home, 'data', 'postgres')).uid).toBe(nobody.uid);
    expect(clone.links().some((path) => existsSync(path))).toBe(false);
    // Root, too, then runs it as the owner of the data.
    await (await hubs.start('home/data')).stop();
  },
);
