import { existsSync } from 'node:fs';
import path from 'node:path';
import type { ImportItem } from '../../../src/sources/import-item';
import { LibrenmsCaptures } from '../../../src/sources/librenms/librenms-captures';
import { readingItems } from '../../../src/sources/librenms/librenms-sensor.rules';
import { listFiles } from '../../../src/sources/list-files';

const shared = process.env['SHARED_DATA'] ?? path.resolve(__dirname, '../../../../shared/data');
const folder = path.join(shared, 'librenms-devices', 'data');
const isThere = existsSync(folder);

(isThere ? describe : describe.skip)(
  `captures of real devices${isThere ? '' : ` (skipped: there is no ${folder})`}`,
  () => {
    const items: ImportItem[] = [];
    const notTaken: Record<string, number> = {};
    let captures: LibrenmsCaptures;
    beforeAll(async () => {
      captures = new LibrenmsCaptures(await listFiles([folder], '.json'), {
        owner: 'NMC',
        onNotTaken: (what, count) => (notTaken[what] = (notTaken[what] ?? 0) + count),
      });
      for await (const item of captures.items()) items.push(item);
    });

    test('are taken but for addresses that are none of a plan or of a known network', () => {
      const counts: Record<string, number> = {};
      for (const item of items) {
        const what = 'refused' in item ? `refused: ${item.refused.field}` : item.type;
        counts[what] = (counts[what] ?? 0) + 1;
      }
      expect(counts).toEqual({
        ...{ Device: 26, Interface: 782, Address: 144 },
        ...{ 'refused: ipv4_address': 7, 'refused: ipv6_address': 2, 'refused: ipv6_prefixlen': 3 },
      });
      expect(notTaken).toMatchObject({ 'neighbours that are not among the captures': 57, 'vlans.vlans': 72 });
    });

    test('have keys of their own, and refer to what came before', () => {
      const known = new Set<string>();
      for (const item of items) {
        if ('refused' in item) continue;
        const { externalId, ...record } = item.record as { externalId: string; device?: Ref; interface?: Ref };
        const refs = [record.device, record.interface].flatMap((ref) => (ref ? [ref.externalId] : []));
        expect(refs.filter((key) => !known.has(key))).toEqual([]);
        expect(known).not.toContain(externalId);
        known.add(externalId);
      }
    });

    test('bring none of what was scrubbed, and each sensor’s reading', async () => {
      expect(JSON.stringify(items)).not.toContain('<private>');
      const readings = [];
      for await (const capture of captures.taken())
        readings.push(...readingItems(capture, 'NMC', '2026-08-14T00:00:00Z'));
      expect(readings.filter((item) => 'batch' in item)).toHaveLength(433 + 31);
      expect(readings).toHaveLength(433 + 31);
    });
  },
);

interface Ref {
  externalId: string;
}
