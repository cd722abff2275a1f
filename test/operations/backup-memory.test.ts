import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { migrations } from '../../src/migrations';
import { backup } from '../../src/operations/backup';
import type { OnProgress } from '../../src/operations/backup-format';
import { restore } from '../../src/operations/restore';
import { cloneTemplate, emptyDatabase } from '../support/test-database';
import { asOwner } from './hub-contents';
import { liveIn } from './lived-in-hub';

const mebibyte = 2 ** 20;
const folder = mkdtempSync(join(tmpdir(), 'commonwatch-memory-'));
const file = join(folder, 'large.gz');

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes in use after a collection; buffers thrown away may still be counted for a while. */
function held(): number {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Looks every 16 MiB. */
function watch(): { onProgress: OnProgress; bytes: () => number; most: () => number } {
  const before = held();
  let next = 0;
  let seen = 0;
  let most = 0;
  const onProgress: OnProgress = ({ table, bytes }) => {
    if (table === null || bytes < next) return;
    seen = bytes;
    next = bytes + 16 * mebibyte;
    most = Math.max(most, held() - before);
  };
  return { onProgress, bytes: () => seen, most: () => most };
}

afterAll(() => rmSync(folder, { recursive: true }));

test('Backup and restore hold a small part of what passes through them, however well it compresses', async () => {
  const source = await cloneTemplate();
  const target = await emptyDatabase();
  try {
    await liveIn(source.url);
    // Each entry again in the change log: 160 MB of text that compress to less than one.
    await asOwner(
      source.url,
      `INSERT INTO timeline_entry (id, incident_id, source, external_id, marking, author_id, kind, at, text)
       SELECT gen_random_uuid(), i.id, 'long', n::text, 'CLEAR', i.owner_id, 'NOTE', now(), repeat('dài', 6600)
         FROM incident i CROSS JOIN generate_series(1, 3000) n WHERE i.reference = 'MOH-RED'`,
    );
    const writing = watch();
    await backup(source.url, file, writing.onProgress);
    const reading = watch();
    await restore(target.url, file, migrations, reading.onProgress);
    expect(statSync(file).size).toBeLessThan(4 * mebibyte);
    for (const { bytes, most } of [writing, reading]) {
      expect(bytes()).toBeGreaterThan(128 * mebibyte);
      expect(most()).toBeLessThan(64 * mebibyte);
    }
  } finally {
    await source.drop();
    await target.drop();
  }
}, 120_000);
