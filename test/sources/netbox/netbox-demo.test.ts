import { existsSync } from 'node:fs';
import path from 'node:path';
import { readNetbox } from '../../../src/sources/netbox/read-netbox';
import { allOf, taken, type Taken } from './small-dump';

const shared = process.env['SHARED_DATA'] ?? path.resolve(__dirname, '../../../../shared/data');
const file = path.join(shared, 'netbox-demo', 'netbox-demo-v3.6.json');
const isThere = existsSync(file);

(isThere ? describe : describe.skip)(
  `the public demo dump of NetBox 3.6${isThere ? '' : ` (skipped: there is no ${file})`}`,
  () => {
    let read: Taken;
    beforeAll(async () => {
      read = taken(await allOf(readNetbox(file, { owner: 'NMC' })));
    });

    test('is taken as a whole: every row of a record’s model, none refused', () => {
      const counts: Record<string, number> = {};
      for (const item of read.items) if (!('refused' in item)) counts[item.type] = (counts[item.type] ?? 0) + 1;
      expect(read.refused).toEqual([]);
      expect(counts).toEqual({
        Region: 67,
        Organization: 11 + 9,
        Vrf: 6,
        Site: 24,
        Device: 72,
        Interface: 1586,
        Link: 108 + 29,
        Prefix: 90,
        Address: 180,
      });
    });

    test('keeps its irregularities: devices without a name, one name several times, ends on many things', () => {
      const names = Object.values(read.of('Device')).map(({ record }) => record['name']);
      expect(names.filter((name) => name === null)).toHaveLength(22);
      expect(new Set(names.filter((name, i) => name !== null && names.indexOf(name) !== i))).toEqual(
        new Set(['PP:MDF']),
      );
      const kinds = Object.values(read.of('Link')).flatMap(({ record: { a, b } }) =>
        [a, b].map((end) => Object.keys(end ?? {})[0] ?? 'unknown'),
      );
      expect(new Set(kinds)).toEqual(new Set(['site', 'device', 'interface', 'unknown']));
    });

    test('every reference leads to a record that came before', () => {
      const known = new Set(['NMC']);
      const keyOf = (owner: unknown, record: Record<string, unknown>) =>
        `${String(owner)} ${String(record['externalId'])}`;
      const refs = (value: unknown): Record<string, unknown>[] => {
        if (typeof value !== 'object' || value === null) return [];
        return 'externalId' in value ? [value as Record<string, unknown>] : Object.values(value).flatMap(refs);
      };
      for (const item of read.items) {
        if ('refused' in item) continue;
        const record = item.record as Record<string, unknown>;
        const codes = [item.owner, record['parent'], record['region'], record['provider']].filter(
          (code) => code != null,
        );
        const needed = [
          ...codes,
          ...Object.values(record)
            .flatMap(refs)
            .map((ref) => keyOf(ref['owner'], ref)),
        ];
        expect(needed.filter((key) => !known.has(key as string))).toEqual([]);
        known.add((record['code'] as string) ?? '').add(keyOf(item.owner, record));
      }
    });
  },
);
