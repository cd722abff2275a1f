import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { withClient } from '../../src/kernel/postgres/database';
import { migrations } from '../../src/migrations';
import { backup } from '../../src/operations/backup';
import { sealOf } from '../../src/operations/backup-seal';
import { restore } from '../../src/operations/restore';
import { cloneTemplate, emptyDatabase, type TestDatabase } from '../support/test-database';
import { asOwner, contentsOf } from './hub-contents';
import { liveIn } from './lived-in-hub';

const folder = mkdtempSync(join(tmpdir(), 'commonwatch-damaged-'));
const file = join(folder, 'whole.gz');
const damaged = join(folder, 'damaged.gz');
const silent = () => undefined;
const databases: TestDatabase[] = [];

async function kept(making: Promise<TestDatabase>): Promise<string> {
  const database = await making;
  databases.push(database);
  return database.url;
}

let source: string;
let target: string;
let whole: Buffer;

beforeAll(async () => {
  source = await kept(cloneTemplate());
  await liveIn(source);
  await backup(source, file, silent);
  whole = readFileSync(file);
});

beforeEach(async () => {
  target = await kept(emptyDatabase());
});

afterAll(async () => {
  for (const database of databases) await database.drop();
  rmSync(folder, { recursive: true });
});

async function expectRefused(bytes: Buffer, message: RegExp | string): Promise<void> {
  writeFileSync(damaged, bytes);
  await expect(restore(target, damaged, migrations, silent)).rejects.toThrow(message);
}

const hubIsThere = async (url: string): Promise<boolean> => {
  const schemas = `SELECT FROM pg_namespace n WHERE n.nspname IN ('hub', 'private')`;
  return (await withClient({ connectionString: url }, (client) => client.query(schemas))).rowCount !== 0;
};

const notWhole = `${damaged} is not a whole backup of Commonwatch`;

describe('A damaged file is refused before anything is written', () => {
  afterEach(async () => {
    expect(await hubIsThere(target)).toBe(false);
  });

  test('with one bit turned, wherever that is', async () => {
    const step = Math.ceil(whole.length / 150);
    const places = new Set([...whole.keys()].filter((at) => at % step === 0 || at < 20 || at > whole.length - 110));
    for (const at of places) {
      const altered = Buffer.from(whole);
      altered[at]! ^= 1;
      await expectRefused(altered, notWhole);
    }
  });

  test('with its end cut off', async () => {
    for (const length of [0, 1, 95, 96, whole.length >> 1, whole.length - 96, whole.length - 95, whole.length - 1])
      await expectRefused(whole.subarray(0, length), notWhole);
  });

  test('with something after its end', async () => {
    for (const more of [Buffer.alloc(1), Buffer.from('\n'), whole])
      await expectRefused(Buffer.concat([whole, more]), notWhole);
  });

  test('and so is a file of something else', async () => {
    await expectRefused(gzipSync('-- PostgreSQL database dump'), notWhole);
  });
});

/** The file with its content changed and sealed again, as no accident would leave it. */
function rewritten(change: (content: Buffer) => Buffer): Buffer {
  const packed = gzipSync(change(gunzipSync(whole.subarray(0, whole.length - 95))));
  return Buffer.concat([packed, sealOf(createHash('sha256').update(packed).digest())]);
}

const replaced = (was: string, by: string) => (content: Buffer) =>
  Buffer.from(content.toString('latin1').replace(was, by), 'latin1');

describe('A file that a faulty program wrote leaves no record behind', () => {
  test('in a format of the future', async () => {
    await expectRefused(
      rewritten(replaced('commonwatch backup 1', 'commonwatch backup 2')),
      'it is written in format 2, and this program reads format 1',
    );
    expect(await hubIsThere(target)).toBe(false);
  });

  test('where records do not fit together, and the same database takes the right file then', async () => {
    const [moh] = await asOwner<{ id: string }>(source, `SELECT o.id FROM organization o WHERE o.code = 'MOH'`);
    const stranger = '00000000-0000-7000-8000-000000000000';
    await expectRefused(
      rewritten(replaced(moh!.id, stranger)),
      /could not be restored: hub\.\w+: .*violates foreign key constraint.*\. Nothing of it has been kept\.$/,
    );
    expect(await contentsOf(target)).toEqual(await contentsOf(await kept(cloneTemplate())));
    await restore(target, file, migrations, silent);
    expect(await contentsOf(target)).toEqual(await contentsOf(source));
  });

  test.each([
    [
      'other numbers of rows than it has',
      replaced('{"rows":[3,', '{"rows":[4,'),
      /it tells of 4, .* rows, and holds 3, /,
    ],
    ['an end that comes too early', (content: Buffer) => content.subarray(0, -9), 'it ends too early'],
    ['more after its end', (content: Buffer) => Buffer.concat([content, content]), 'it goes on after its end'],
    ['a column that no migration made', replaced('"id","code"', '"id","cods"'), 'no migration that it names made hub.'],
  ])('with %s', async (_, change, message) => {
    await expectRefused(rewritten(change), message);
    expect(await contentsOf(target)).toEqual(await contentsOf(await kept(cloneTemplate())));
  });
});
