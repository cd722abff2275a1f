import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ImportedType, ImportItem } from '../../../src/sources/import-item';
import { readNetbox, type NetboxOptions } from '../../../src/sources/netbox/read-netbox';

export type Fields = Record<string, unknown>;
export interface Row {
  model: string;
  pk?: unknown;
  fields?: unknown;
}

/** How a record of an import names another. */
export const ref = (externalId: string, owner = 'moh') => ({ owner, source: 'netbox', externalId });

export const row = (model: string, pk: number, fields: Fields): Row => ({ model, pk, fields });

/** A ministry's site with two devices of one make, as NetBox 3.6 dumps them. */
export const tenant = row('tenancy.tenant', 5, { name: 'Ministry of Health', slug: 'moh' });
export const region = row('dcim.region', 1, { name: 'Hà Nội', slug: 'hanoi', parent: null });
export const site = (changes: Fields = {}, pk = 2): Row =>
  row('dcim.site', pk, {
    name: 'Head office',
    slug: 'ho',
    status: 'active',
    region: 1,
    tenant: 5,
    latitude: null,
    longitude: null,
    ...changes,
  });
export const make = [
  row('dcim.manufacturer', 3, { name: 'Cisco', slug: 'cisco' }),
  row('dcim.devicetype', 4, { manufacturer: 3, model: 'C9300', slug: 'c9300' }),
  row('dcim.devicerole', 6, { name: 'Access Switch', slug: 'access-switch' }),
  row('dcim.platform', 7, { name: 'IOS XE', slug: 'ios-xe' }),
];
export const device = (changes: Fields = {}, pk = 12): Row =>
  row('dcim.device', pk, {
    ...{ name: 'sw1', role: 6, device_type: 4, platform: 7, serial: 'F1', status: 'active', site: 2, tenant: 5 },
    ...{ primary_ip4: null, primary_ip6: null, asset_tag: 'A-1', local_context_data: { secret: 'kept out' } },
    ...changes,
  });
export const port = (changes: Fields = {}, pk = 30): Row =>
  row('dcim.interface', pk, {
    ...{
      device: 12,
      name: 'Gi1/0/1',
      type: '1000base-t',
      enabled: true,
      speed: 1_000_000,
      mac_address: '00:1A:2B:3C:4D:5E',
    },
    ...{ description: '', ...changes },
  });
export const place = [tenant, region, site(), ...make];

export interface Taken {
  items: ImportItem[];
  /** The records of a type, by their keys or codes. */
  of: (type: ImportedType) => Record<string, { owner: string; record: Fields }>;
  /** `dcim.device pk 12: role: is missing` */
  refused: string[];
}

/** Reads a file of this text to its end, or up to a number of items. */
export const readText = (
  text: string | Buffer,
  options: Partial<NetboxOptions> = {},
  most = Infinity,
): Promise<Taken> =>
  inOwnFolder(text, async (file) => taken(await allOf(readNetbox(file, { owner: 'NMC', ...options }), most)));

/** Gives the work a file in a folder that is also the temporary one, and makes sure that nothing else stays in it. */
async function inOwnFolder<T>(text: string | Buffer, work: (file: string) => Promise<T>): Promise<T> {
  const before = process.env['TMPDIR'];
  const folder = mkdtempSync(path.join(tmpdir(), 'netbox-test-'));
  process.env['TMPDIR'] = folder;
  try {
    const file = path.join(folder, 'dump.json');
    writeFileSync(file, text);
    return await work(file);
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    const left = readdirSync(folder);
    rmSync(folder, { recursive: true });
    expect(left).toEqual(['dump.json']);
  }
}

export const readRows = (rows: readonly unknown[], options: Partial<NetboxOptions> = {}): Promise<Taken> =>
  readText(JSON.stringify(rows), options);

export async function allOf(items: AsyncIterable<ImportItem>, most = Infinity): Promise<ImportItem[]> {
  const all: ImportItem[] = [];
  for await (const item of items) {
    if (all.push(item) >= most) break;
  }
  return all;
}

export function taken(items: ImportItem[]): Taken {
  const records = items.flatMap((item) => ('refused' in item ? [] : [{ ...item, record: item.record as Fields }]));
  const refusals = items.flatMap((item) => ('refused' in item ? [item.refused] : []));
  const key = (record: Fields) => String(record['externalId'] ?? record['code']);
  return {
    items,
    of: (type) =>
      Object.fromEntries(
        records.filter((item) => item.type === type).map(({ owner, record }) => [key(record), { owner, record }]),
      ),
    refused: refusals.map(({ place: { position }, field, reason }) =>
      [position, field, reason].filter(Boolean).join(': '),
    ),
  };
}
