import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { migrations } from '../../src/migrations';
import { backup } from '../../src/operations/backup';
import type { Progress } from '../../src/operations/backup-format';
import { printDatabase } from '../../src/operations/print-database';
import { restore } from '../../src/operations/restore';
import { emptyDatabase } from '../support/test-database';
import { miscounted } from '../overview/miscounted';
import { Backups, silent } from './backups';
import { asKey, asOwner, contentsOf, furnitureOf, historyOf } from './hub-contents';
import { awkward, type LivedIn } from './lived-in-hub';

jest.setTimeout(120_000);

const backups = new Backups();
const file = backups.newFile();
let source: string;
let lived: LivedIn;

beforeAll(async () => {
  ({ source, ...lived } = await backups.livedIn());
});
afterAll(() => backups.clear());

describe('A hub that is backed up and restored into an empty database', () => {
  let restored: string;

  test('is written to one compressed file that only its owner reads', async () => {
    const tables = new Set<string | null>();
    const summary = await backup(source, file, ({ table }) => tables.add(table));
    const rows = new Map(summary.tables.map((table) => [table.name, table.rows]));
    expect(rows.get('private.sample')).toBe(200_060);
    expect([...tables]).toEqual(summary.tables.map(({ name }) => name));
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
    expect(backups.remainsOf(file)).toEqual([basename(file)]);
    execFileSync('gzip', ['-t', file]);
  });

  test('holds the same records in every table, with the same partitions and numbers', async () => {
    restored = await backups.kept(emptyDatabase());
    const steps: Progress[] = [];
    const summary = await restore(restored, file, migrations, (progress) => steps.push(progress));
    expect(summary.migratedAfter).toEqual([]);
    expect(steps[0]!.table).toBeNull();
    expect(steps.at(-1)!.table).not.toBeNull();
    expect(await contentsOf(restored)).toEqual(await contentsOf(source));
    expect(await furnitureOf(restored)).toEqual(await furnitureOf(source));
    expect(await furnitureOf(restored)).toMatchObject({ resting: [], leftBehind: [] });
    // Another history begins: cursors of before are known by it, and refused.
    const epochOf = (url: string) => asOwner(url, 'SELECT e.id, e.secret FROM private.feed_epoch e');
    expect(await epochOf(restored)).not.toEqual(await epochOf(source));
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

  test('goes on counting from there', async () => {
    await asOwner(restored, `UPDATE device SET status = 'RETIRED'`);
    await asOwner(restored, 'SELECT private.fold_counts(c) FROM unnest($1::regclass[]) c', [['hub.device_count']]);
    expect(await asOwner(restored, miscounted)).toEqual([]);
  });

  test('gives no number of a series a second time', async () => {
    const insert = `INSERT INTO series (id, metric_id, writer_id, source, external_id)
      SELECT gen_random_uuid(), s.metric_id, s.writer_id, 'later', '1' FROM series s LIMIT 1 RETURNING number`;
    const [inserted] = await asOwner<{ number: number }>(restored, insert);
    expect(inserted!.number).toBe(12);
  });

  test('can be backed up and restored again', async () => {
    const again = backups.newFile();
    await backup(restored, again, silent);
    const third = await backups.kept(emptyDatabase());
    await restore(third, again, migrations, silent);
    expect(await contentsOf(third)).toEqual(await contentsOf(restored));
  });
});
