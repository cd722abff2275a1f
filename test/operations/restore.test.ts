import { withClient } from '../../src/kernel/postgres/database';
import { migrate } from '../../src/kernel/postgres/migrate';
import { migrations } from '../../src/migrations';
import { backup } from '../../src/operations/backup';
import type { Progress } from '../../src/operations/backup-format';
import { printDatabase } from '../../src/operations/print-database';
import { restore } from '../../src/operations/restore';
import { cloneTemplate, emptyDatabase } from '../support/test-database';
import { Backups, breakConnection, silent } from './backups';
import { asOwner, contentsOf } from './hub-contents';

jest.setTimeout(120_000);

const backups = new Backups();
const file = backups.newFile();
let source: string;

beforeAll(async () => {
  ({ source } = await backups.livedIn());
  await backup(source, file, silent);
});
afterAll(() => backups.clear());

const holdsNothing = async (url: string): Promise<boolean> => {
  const schemas = `SELECT FROM pg_namespace n WHERE n.nspname IN ('hub', 'private')`;
  return (await withClient({ connectionString: url }, (client) => client.query(schemas))).rowCount === 0;
};

describe('A restore', () => {
  test('goes into an empty database only, and names what is there', async () => {
    const before = await contentsOf(source);
    await expect(restore(source, file, migrations, silent)).rejects.toThrow(
      /holds records already \(in .*hub\.device.*\).*Nothing has been written/,
    );
    expect(await contentsOf(source)).toEqual(before);
  });

  test('takes a migrated database without records for an empty one', async () => {
    const migrated = await backups.kept(cloneTemplate());
    await restore(migrated, file, migrations, silent);
    expect((await asOwner(migrated, 'SELECT FROM organization')).length).toBe(5);
  });

  test('that is broken off leaves no record', async () => {
    const target = await backups.kept(emptyDatabase());
    let isBroken = false;
    const breakOnce = ({ table, bytes }: Progress) => {
      if (isBroken || table !== 'private.sample' || bytes < 4_000_000) return;
      isBroken = true;
      breakConnection(target);
    };
    await expect(restore(target, file, migrations, breakOnce)).rejects.toThrow(
      /could not be restored: private\.sample: .*kept/,
    );
    expect(isBroken).toBe(true);
    expect(await contentsOf(target)).toEqual(await contentsOf(await backups.kept(cloneTemplate())));
  });

  test('refuses a file of a newer program by the name of its migration', async () => {
    const target = await backups.kept(emptyDatabase());
    const older = migrations.slice(0, -1);
    const newest = new (migrations.at(-1)!)().name;
    await expect(restore(target, file, older, silent)).rejects.toThrow(`made by a newer program (it has ${newest})`);
    expect(await holdsNothing(target)).toBe(true);
  });

  describe('of a file of an older program', () => {
    let old: string;
    const newest = new (migrations.at(-1)!)().name;

    beforeAll(async () => {
      const elder = await backups.kept(emptyDatabase());
      await migrate(elder, migrations.slice(0, -1));
      await asOwner(
        elder,
        `INSERT INTO organization (id, code, name, kind) VALUES (gen_random_uuid(), 'OLD', 'Cũ', 'AGENCY')`,
      );
      old = backups.newFile();
      await backup(elder, old, silent);
    });

    test.each([
      ['nothing in it', emptyDatabase],
      ['the tables of this program in it, and no record', cloneTemplate],
    ])('brings the records through the newer migrations, in a database with %s', async (_, make) => {
      const target = await backups.kept(make());
      const { migratedAfter } = await restore(target, old, migrations, silent);
      expect(migratedAfter).toEqual([newest]);
      expect(await asOwner(target, 'SELECT o.code FROM organization o')).toEqual([{ code: 'OLD' }]);
      expect(await printDatabase(target)).toBe(await printDatabase(source));
    });
  });
});
