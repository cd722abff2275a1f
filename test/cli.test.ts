import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyIdOf } from './support/directory-builders';
import { startHub, type Hub } from './support/hub';
import { startProgram } from './support/program';
import { emptyDatabase, type TestDatabase } from './support/test-database';

describe('the hub command', () => {
  let hub: Hub;
  let folder: string;
  beforeAll(async () => {
    hub = await startHub();
    folder = mkdtempSync(join(tmpdir(), 'cli-'));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await hub.stop();
  });

  const hubCommand = (...args: string[]) => startProgram('cli.ts', args, { DATABASE_URL: hub.databaseUrl }).ended;

  it('has help on every command', async () => {
    const { code, out } = await hubCommand('--help');
    expect(code).toBe(0);
    for (const name of [
      'migrate',
      'demo',
      'organization',
      'key',
      'import',
      'history',
      'follow',
      'backtest',
      'backup',
      'restore',
      'schema',
    ]) {
      expect(out).toContain(`  ${name} `);
    }
    expect((await hubCommand('import', 'netbox', '--help')).out).toContain('--owner <code>');
  });

  it('refuses what it does not know, and says what there is', async () => {
    const { code, err } = await hubCommand('migrat');
    expect(code).toBe(1);
    expect(err).toContain('Did you mean migrate?');
  });

  it('issues a key that works until it is revoked', async () => {
    const { out } = await hubCommand(
      'key',
      'issue',
      '--organization',
      'NMC',
      '--label',
      'Bàn trực',
      '--role',
      'READER',
    );
    const viewer = hub.as(out.trim());
    expect(await viewer.data('{ viewer { label role } }')).toEqual({ viewer: { label: 'Bàn trực', role: 'READER' } });
    const [names, ...keys] = (await hubCommand('key', 'list')).out.split('\n');
    expect(names).toBe('id\torganization\trole\tstate\tnetworks\tlabel');
    const listed = keys.find((line) => line.includes('Bàn trực'))!;
    expect(listed).toMatch(/^[0-9a-f-]{36}\tNMC\tREADER\tuntil \S+Z\tanywhere\tBàn trực$/);
    expect(listed).not.toContain(out.trim().slice(-43));
    expect((await hubCommand('key', 'revoke', listed.split('\t')[0]!)).code).toBe(0);
    expect(await viewer.refusal('{ viewer { label } }')).toMatchObject({ code: 'UNAUTHENTICATED', status: 401 });
  });

  it('revokes by whatever holds the id of a key, and never repeats a secret', async () => {
    const key = await hub.key({ organization: 'NMC' });
    const id = keyIdOf(key);
    expect(await hubCommand('key', 'revoke', key)).toEqual({ code: 0, out: `Revoked ${id}.\n`, err: '' });
    expect(await hub.as(key).refusal('{ viewer { label } }')).toMatchObject({ code: 'UNAUTHENTICATED' });
    const again = await hubCommand('key', 'revoke', id.replaceAll('-', ''));
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining(`no key in force with the id ${id}.`) });
    const cut = await hubCommand('key', 'revoke', key.slice(1));
    expect(cut).toMatchObject({ code: 1, err: expect.stringContaining('`hub key list` shows them') });
    expect(cut.err).not.toContain(key.slice(-43, -33));
  });

  it('exits with 1 where an import could not take a row, and names it', async () => {
    const file = join(folder, 'one-bad.csv');
    writeFileSync(file, 'timestamp,value\n2026-01-01 00:00:00,1\n2026-01-01 00:05:00,\n');
    const { code, out, err } = await hubCommand('import', 'samples', file, '--owner', 'NMC');
    expect({ code, out: out.trim() }).toEqual({ code: 1, out: '1 created, 0 updated, 0 unchanged, 1 refused' });
    expect(err).toContain(`${file}: line 3: value: there is none.`);
  });

  it('shows what changed in a record', async () => {
    const site = await hub.site({ code: 'CLI', name: 'Trạm' });
    const { out } = await hubCommand('history', site.id);
    expect(out).toContain('CREATED');
    expect(out).toContain('name: - -> "Trạm"');
  });

  it('backs up, and restores into an empty database', async () => {
    const file = join(folder, 'backup');
    const empty: TestDatabase = await emptyDatabase();
    const backedUp = await hubCommand('backup', file);
    expect({ code: backedUp.code, mode: statSync(file).mode & 0o777 }).toEqual({ code: 0, mode: 0o600 });
    const restored = await startProgram('cli.ts', ['restore', file], { DATABASE_URL: empty.url }).ended;
    expect(restored).toMatchObject({ code: 0 });
    expect((await hubCommand('restore', file)).code).toBe(1);
    await empty.drop();
  }, 60_000);
});

describe('the program', () => {
  it('says that it is ready, answers, and ends on a signal', async () => {
    const hub = await startHub();
    const { child, ended, says } = startProgram('main.ts', [], { DATABASE_URL: hub.databaseUrl, PORT: '0' });
    await says('Commonwatch is ready.');
    child.kill('SIGTERM');
    const { code, out } = await ended;
    expect(code).toBe(0);
    expect(out).toMatch(/Explorer +http:\/\/127\.0\.0\.1:\d+\/explorer/);
    await hub.stop();
  }, 60_000);

  it('names a setting that does not fit', async () => {
    const { code, err } = await startProgram('main.ts', [], { PORT: 'yes' }).ended;
    expect({ code, err: err.trim() }).toEqual({
      code: 1,
      err: 'PORT="yes" does not fit: give a whole number from 0 to 65535.',
    });
  });
});
