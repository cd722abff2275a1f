import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPool } from '../../src/kernel/postgres/database';
import { migrations } from '../../src/migrations';
import { backup } from '../../src/operations/backup';
import type { Progress } from '../../src/operations/backup-format';
import { restore } from '../../src/operations/restore';
import { emptyDatabase } from '../support/test-database';
import { Backups, breakConnection, silent } from './backups';
import { contentsOf } from './hub-contents';

jest.setTimeout(120_000);

const backups = new Backups();
let source: string;

beforeAll(async () => {
  ({ source } = await backups.livedIn());
});
afterAll(() => backups.clear());

describe('While a backup is taken', () => {
  test('the hub goes on writing, and the file shows none of it', async () => {
    const before = await contentsOf(source);
    const pool = createPool(source, 'hub_owner', { max: 1 });
    let isRunning = true;
    let writing: Promise<void> | undefined;
    const write = async () => {
      for (let n = 0; isRunning; n++)
        await pool.query(
          `WITH s AS (INSERT INTO site (id, owner_id, source, external_id, code, name)
                      SELECT gen_random_uuid(), o.id, 'meanwhile', $1, $1, $1 FROM organization o WHERE o.code = 'MOH' RETURNING *)
           INSERT INTO prefix (id, owner_id, source, external_id, prefix) SELECT s.id, s.owner_id, 'meanwhile', $1, '10.0.0.0/8' FROM s`,
          [`meanwhile ${n}`],
        );
    };
    const meanwhile = backups.newFile();
    await backup(source, meanwhile, () => void (writing ??= write()));
    isRunning = false;
    await writing;
    await pool.end();
    const target = await backups.kept(emptyDatabase());
    await restore(target, meanwhile, migrations, silent);
    expect(await contentsOf(target)).toEqual(before);
    expect(await contentsOf(source)).not.toEqual(before);
  });

  test('nothing is left of one that fails', async () => {
    const failing = backups.newFile();
    const stop = () => {
      throw new Error('the operator has had enough');
    };
    await expect(backup(source, failing, stop)).rejects.toThrow('the operator has had enough');
    expect(backups.remainsOf(failing)).toEqual([]);
  });

  test('nothing is left of one whose connection breaks', async () => {
    const failing = backups.newFile();
    let isBroken = false;
    const breakOnce = ({ table }: Progress) => {
      if (isBroken || table !== 'private.sample') return;
      isBroken = true;
      breakConnection(source);
    };
    await expect(backup(source, failing, breakOnce)).rejects.toThrow(`${failing} could not be written: `);
    expect(isBroken).toBe(true);
    expect(backups.remainsOf(failing)).toEqual([]);
  });
});

describe('A file that is there', () => {
  test('is replaced only by force, and so are the remains of a broken backup', async () => {
    const there = backups.newFile();
    writeFileSync(there, 'precious');
    await expect(backup(source, there, silent)).rejects.toThrow(
      `${there} is there already: name another file, or pass --force`,
    );
    expect(statSync(there).size).toBe(8);
    await backup(source, there, silent, { force: true });
    const broken = backups.newFile();
    writeFileSync(`${broken}.part`, 'half', { mode: 0o644 });
    await expect(backup(source, broken, silent)).rejects.toThrow(`${broken}.part is there`);
    await backup(source, broken, silent, { force: true });
    expect((statSync(broken).mode & 0o777).toString(8)).toBe('600');
  });

  test('has to be in a folder that exists', async () => {
    const lost = join(backups.folder, 'nowhere', 'x.gz');
    await expect(backup(source, lost, silent)).rejects.toThrow('name a file in a folder that exists');
    await expect(restore(source, lost, migrations, silent)).rejects.toThrow(`${lost} can not be read`);
  });
});

test('A database that no hub has been in is told so', async () => {
  const empty = await backups.kept(emptyDatabase());
  await expect(backup(empty, backups.newFile(), silent)).rejects.toThrow('no hub has been in this database');
});
