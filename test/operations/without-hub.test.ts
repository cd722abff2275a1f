import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProgram } from '../support/program';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'no-hub-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ['key list', ['key', 'list']],
  ['key issue', ['key', 'issue', '--organization', 'NMC', '--label', 'x']],
  ['history', ['history', 'dev_019a0000-0000-7000-8000-000000000000']],
  ['import', ['import', 'veris', 'nothing', '--owner', 'NMC']],
  ['backup', ['backup', 'file']],
])('hub %s makes no database where there is none, and says where hubs are looked for', async (_, args) => {
  const directory = join(folder, 'elsewhere');
  const { code, out, err } = await startProgram('cli.ts', args, { DATABASE_URL: '', DATA_DIR: directory }).ended;
  expect({ code, out, err: err.trim() }).toEqual({
    code: 1,
    out: '',
    err: `There is no hub in ${directory}: set DATA_DIR to that of your hub, or start one with npm start.`,
  });
  expect(existsSync(directory)).toBe(false);
});
