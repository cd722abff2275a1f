import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPool, withClient } from '../../src/kernel/postgres/database';
import { migrate } from '../../src/kernel/postgres/migrate';
import { migrations } from '../../src/migrations';
import { backup } from '../../src/operations/backup';
import type { Progress } from '../../src/operations/backup-format';
import { printDatabase } from '../../src/operations/print-database';
import { restore } from '../../src/operations/restore';
import { cloneTemplate, emptyDatabase, type TestDatabase } from '../support/test-database';
import { asKey, asOwner, contentsOf, furnitureOf, historyOf } from './hub-contents';
import { awkward, liveIn, type LivedIn } from './lived-in-hub';

jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), 'commonwatch-backup-'));
const databases: TestDatabase[] = [];
const silent = () => undefined;
let fileNumber = 0;
const newFile = (): string => join(folder, `${++fileNumber}.backup.gz`);

async function kept(making: Promise<TestDatabase>): Promise<string> {
  const database = await making;
  databases.push(database);
  return database.url;
}

const holdsNothing = async (url: string): Promise<boolean> => {
  const schemas = `SELECT FROM pg_namespace n WHERE n.nspname IN ('hub', 'private')`;
  return (await withClient({ connectionString: url }, (client) => client.query(schemas))).rowCount === 0;
};

/** Ends the connection of a backup or a restore, and returns when it is gone: this process does nothing meanwhile. */
function breakConnection(url: string): void {
  const script = `const client = new (require('pg').Client)(process.argv[1]);
    client.connect()
      .then(() => client.query("SELECT pg_terminate_backend(a.pid, 5000) FROM pg_stat_activity a WHERE a.datname = current_database() AND a.query LIKE 'COPY%' AND a.pid <> pg_backend_pid()"))
      .then(({ rowCount }) => process.exit(rowCount === 1 ? 0 : 1));`;
  execFileSync(process.execPath, ['-e', script, url], { cwd: join(__dirname, '..', '..') });
}

let source: string;
let lived: LivedIn;
let file: string;

beforeAll(async () => {
  source = await kept(cloneTemplate());
  lived = await liveIn(source, 200_000);
  file = newFile();
});

afterAll(async () => {
  for (const database of databases) await database.drop();
  rmSync(folder, { recursive: true });
});

describe('A hub that is backed up and restored into an empty database', () => {
  let restored: string;

  test('is written to one compressed file that only its owner reads', async () => {
    const tables = new Set<string | null>();
    const summary = await backup(source, file, ({ table }) => tables.add(table));
    const rows = new Map(summary.tables.map((table) => [table.name, table.rows]));
    expect(rows.get('private.sample')).toBe(200_060);
    expect([...tables]).toEqual(summary.tables.map(({ name }) => name));
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
    expect(readdirSync(folder)).not.toContain(`${file}.part`);
    execFileSync('gzip', ['-t', file]);
  });

  test('holds the same records in every table, with the same partitions and numbers', async () => {
    restored = await kept(emptyDatabase());
    const steps: Progress[] = [];
    const summary = await restore(restored, file, migrations, (progress) => steps.push(progress));
    expect(summary.migratedAfter).toEqual([]);
    expect(steps[0]!.table).toBeNull();
    expect(steps.at(-1)!.table).not.toBeNull();
    expect(await contentsOf(restored)).toEqual(await contentsOf(source));
    expect(await furnitureOf(restored)).toEqual(await furnitureOf(source));
    expect(await furnitureOf(restored)).toMatchObject({ resting: [], leftBehind: [] });
  });

  test('has the same tables, policies, triggers, functions and grants', async () => {
    expect(await printDatabase(restored)).toBe(await printDatabase(source));
  });

  test('lets the same keys in, and shows each what it showed before', async () => {
    const text = 'SELECT i.reference, i.summary, i.party_ids FROM incident i ORDER BY 1';
    const counts = new Set<number>();
    for (const key of Object.values(lived.keys)) {
      const seen = await asKey<{ reference: string }>(restored, key, text);
      expect(seen).toEqual(await asKey(source, key, text));
      counts.add(seen.length);
    }
    const partner = await asKey<{ reference: string }>(restored, lived.keys.partner, text);
    expect(partner.map(({ reference }) => reference)).not.toContain('RC-N-RED');
    expect(counts.size).toBeGreaterThan(1);
  });

  test('keeps every letter of awkward text', async () => {
    const found = await asOwner(restored, 'SELECT s.name FROM site s WHERE s.name = $1', [awkward]);
    expect(found).toHaveLength(1);
  });

  test('shows the old history of a record, and a new change as the newest', async () => {
    const { siteId, keys } = lived;
    const before = await historyOf(source, keys.national, siteId);
    expect(before.map(({ operation, code }) => `${operation} ${code}`)).toEqual(['UPDATED HNI', 'CREATED HN']);
    await asOwner(restored, `UPDATE site SET code = 'NEW' WHERE id = $1`, [siteId]);
    const after = await historyOf(restored, keys.national, siteId);
    expect(after.map(({ operation, code }) => `${operation} ${code}`)).toEqual([
      'UPDATED NEW',
      'UPDATED HNI',
      'CREATED HN',
    ]);
    expect(after[0]!.place).toBeGreaterThan(after[1]!.place);
    const xids = await asOwner(
      restored,
      'SELECT DISTINCT c.xid::text AS xid FROM private.change c WHERE c.xid < 2::text::xid8',
    );
    expect(xids).toEqual([{ xid: '1' }]);
  });

  test('gives no number of a series a second time', async () => {
    const insert = `INSERT INTO series (id, metric_id, writer_id, source, external_id)
      SELECT gen_random_uuid(), s.metric_id, s.writer_id, 'later', '1' FROM series s LIMIT 1 RETURNING number`;
    const [inserted] = await asOwner<{ number: number }>(restored, insert);
    expect(inserted!.number).toBe(12);
  });

  test('can be backed up and restored again', async () => {
    const again = newFile();
    await backup(restored, again, silent);
    const third = await kept(emptyDatabase());
    await restore(third, again, migrations, silent);
    expect(await contentsOf(third)).toEqual(await contentsOf(restored));
  });
});

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
    const meanwhile = newFile();
    await backup(source, meanwhile, () => void (writing ??= write()));
    isRunning = false;
    await writing;
    await pool.end();
    const target = await kept(emptyDatabase());
    await restore(target, meanwhile, migrations, silent);
    expect(await contentsOf(target)).toEqual(before);
    expect(await contentsOf(source)).not.toEqual(before);
  });

  test('nothing is left of one that fails', async () => {
    const failing = newFile();
    const stop = () => {
      throw new Error('the operator has had enough');
    };
    await expect(backup(source, failing, stop)).rejects.toThrow('the operator has had enough');
    expect(readdirSync(folder).filter((name) => join(folder, name).startsWith(failing))).toEqual([]);
  });

  test('nothing is left of one whose connection breaks', async () => {
    const failing = newFile();
    let isBroken = false;
    const breakOnce = ({ table }: Progress) => {
      if (isBroken || table !== 'private.sample') return;
      isBroken = true;
      breakConnection(source);
    };
    await expect(backup(source, failing, breakOnce)).rejects.toThrow(`${failing} could not be written: `);
    expect(isBroken).toBe(true);
    expect(readdirSync(folder).filter((name) => join(folder, name).startsWith(failing))).toEqual([]);
  });
});

describe('A file that is there', () => {
  test('is replaced only by force, and so are the remains of a broken backup', async () => {
    const there = newFile();
    writeFileSync(there, 'precious');
    await expect(backup(source, there, silent)).rejects.toThrow(
      `${there} is there already: name another file, or pass --force`,
    );
    expect(statSync(there).size).toBe(8);
    await backup(source, there, silent, { force: true });
    const broken = newFile();
    writeFileSync(`${broken}.part`, 'half', { mode: 0o644 });
    await expect(backup(source, broken, silent)).rejects.toThrow(`${broken}.part is there`);
    await backup(source, broken, silent, { force: true });
    expect((statSync(broken).mode & 0o777).toString(8)).toBe('600');
  });

  test('has to be in a folder that exists', async () => {
    const lost = join(folder, 'nowhere', 'x.gz');
    await expect(backup(source, lost, silent)).rejects.toThrow('name a file in a folder that exists');
    await expect(restore(source, lost, migrations, silent)).rejects.toThrow(`${lost} can not be read`);
  });
});

describe('A restore', () => {
  test('goes into an empty database only, and names what is there', async () => {
    const before = await contentsOf(source);
    await expect(restore(source, file, migrations, silent)).rejects.toThrow(
      /holds records already \(in .*hub\.device.*\).*Nothing has been written/,
    );
    expect(await contentsOf(source)).toEqual(before);
  });

  test('takes a migrated database without records for an empty one', async () => {
    const migrated = await kept(cloneTemplate());
    await restore(migrated, file, migrations, silent);
    expect((await asOwner(migrated, 'SELECT FROM organization')).length).toBe(5);
  });

  test('that is broken off leaves no record', async () => {
    const target = await kept(emptyDatabase());
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
    expect(await contentsOf(target)).toEqual(await contentsOf(await kept(cloneTemplate())));
  });

  test('refuses a file of a newer program by the name of its migration', async () => {
    const target = await kept(emptyDatabase());
    const older = migrations.slice(0, -1);
    const newest = new (migrations.at(-1)!)().name;
    await expect(restore(target, file, older, silent)).rejects.toThrow(`made by a newer program (it has ${newest})`);
    expect(await holdsNothing(target)).toBe(true);
  });

  describe('of a file of an older program', () => {
    let old: string;
    const newest = new (migrations.at(-1)!)().name;

    beforeAll(async () => {
      const elder = await kept(emptyDatabase());
      await migrate(elder, migrations.slice(0, -1));
      await asOwner(
        elder,
        `INSERT INTO organization (id, code, name, kind) VALUES (gen_random_uuid(), 'OLD', 'Cũ', 'AGENCY')`,
      );
      old = newFile();
      await backup(elder, old, silent);
    });

    test.each([
      ['nothing in it', emptyDatabase],
      ['the tables of this program in it, and no record', cloneTemplate],
    ])('brings the records through the newer migrations, in a database with %s', async (_, make) => {
      const target = await kept(make());
      const { migratedAfter } = await restore(target, old, migrations, silent);
      expect(migratedAfter).toEqual([newest]);
      expect(await asOwner(target, 'SELECT o.code FROM organization o')).toEqual([{ code: 'OLD' }]);
      expect(await printDatabase(target)).toBe(await printDatabase(source));
    });
  });
});

test('A database that no hub has been in is told so', async () => {
  const empty = await kept(emptyDatabase());
  await expect(backup(empty, newFile(), silent)).rejects.toThrow('no hub has been in this database');
});
