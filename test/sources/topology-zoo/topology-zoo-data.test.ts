import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ImportedRecord, RefusedItem } from '../../../src/sources/import-item';
import { listFiles } from '../../../src/sources/list-files';
import { readTopologyZoo } from '../../../src/sources/topology-zoo/read-topology-zoo';

const shared = process.env['SHARED_DATA'] ?? path.resolve(__dirname, '../../../../shared/data');
const folder = path.join(shared, 'topology-zoo');
const isThere = existsSync(folder);

type Read = Record<string, unknown>;

(isThere ? describe : describe.skip)(
  `26 research networks of the Topology Zoo${isThere ? '' : ` (skipped: there is no ${folder})`}`,
  () => {
    let files: string[];
    const records: ImportedRecord[] = [];
    const refused: RefusedItem[] = [];
    const of = (type: string, network = ''): Read[] =>
      records
        .filter(({ type: own, place }) => own === type && place.file.endsWith(`${network}.gml`))
        .map(({ record }) => record as Read);

    beforeAll(async () => {
      files = await listFiles([folder], '.gml');
      for await (const item of readTopologyZoo(files, { owner: 'NMC' })) {
        if ('refused' in item) refused.push(item);
        else records.push(item);
      }
    });

    test('are taken as a whole, each place and circuit by a key of its own', () => {
      expect(refused).toEqual([]);
      expect(files).toHaveLength(26);
      expect([of('Site').length, of('Device').length, of('Link').length]).toEqual([1049, 1279, 1686]);
      for (const type of ['Site', 'Device', 'Link'])
        expect(new Set(of(type).map(({ externalId }) => externalId)).size).toBe(of(type).length);
    });

    test('have the places, names and speeds that their GraphML files have', () => {
      for (const file of files) {
        const network = path.basename(file, '.gml');
        const xml = graphmlOf(network);
        const byId = (a: Read, b: Read) => (String(a['externalId']) < String(b['externalId']) ? -1 : 1);
        const sites = of('Site', network).map(({ externalId, latitude, longitude }) => ({
          ...{ externalId, latitude, longitude },
        }));
        expect(sites.sort(byId)).toEqual(xml.sites.sort(byId));
        expect(of('Device', network).filter(({ name }) => name !== null).length).toBe(xml.names);
        expect(
          of('Link', network)
            .map(({ capacityBps }) => capacityBps)
            .sort(),
        ).toEqual(xml.speeds.sort());
      }
    });

    test('keep their irregularities: no position, no name, one name twice, parallel circuits, no speed', () => {
      expect(of('Site').filter(({ latitude }) => latitude === null)).toHaveLength(140);
      expect(of('Site').filter(({ name }) => /^Pern #\d+$/.test(String(name)))).toHaveLength(115);
      expect(of('Device', 'Switch').filter(({ name }) => name === 'Swisscom').length).toBeGreaterThan(1);
      expect(of('Device').filter(({ tags }) => String(tags as string[]) === 'hyperedge')).toHaveLength(18);
      expect(of('Device').filter(({ site }) => site === null)).toHaveLength(212 + 18);
      expect(of('Link').filter(({ externalId }) => /-\d+:\d+$/.test(String(externalId)))).toHaveLength(124);
      expect(of('Link').filter(({ capacityBps }) => capacityBps === null)).toHaveLength(1686 - 989);
    });

    test('every end leads to a device that came before, every device to its site', () => {
      const known = new Set<string>();
      const needs = (name: string, ref: unknown) => {
        if (ref) expect(known).toContain(`${name} ${(ref as { externalId: string }).externalId}`);
      };
      for (const { type, record } of records) {
        const { externalId, site, a, b } = record as Record<string, { device?: unknown } | undefined>;
        needs('Site', site);
        needs('Device', a?.device);
        needs('Device', b?.device);
        known.add(`${type} ${String(externalId)}`);
      }
    });
  },
);

/** The same network as its other file has it, read with no more than this comparison needs. */
function graphmlOf(network: string): { sites: Read[]; names: number; speeds: (number | null)[] } {
  const xml = readFileSync(path.join(folder, 'graphml', `${network}.graphml`), 'utf8');
  const keys = new Map(
    [...xml.matchAll(/<key attr\.name="([^"]*)"[^>]* for="(\w+)" id="(\w+)"/g)].map(([, name, of, id]) => [
      `${of} ${name}`,
      id!,
    ]),
  );
  const rows = (of: string) => [...xml.matchAll(new RegExp(`<${of} ([^>]*)>(.*?)</${of}>`, 'gs'))];
  const field = (of: string, [, , body]: RegExpMatchArray, name: string): string | null =>
    new RegExp(`<data key="${keys.get(`${of} ${name}`)}">([^<]*)</data>`).exec(body!)?.[1] ?? null;
  const number = (text: string | null) => (text === null ? null : Number(text));
  const own = rows('node').filter(
    (row) => field('node', row, 'Internal') === '1' && field('node', row, 'hyperedge') !== '1',
  );
  return {
    sites: own.map((row) => ({
      externalId: `${network}:${/id="(\d+)"/.exec(row[1]!)![1]}`,
      latitude: number(field('node', row, 'Latitude')),
      longitude: number(field('node', row, 'Longitude')),
    })),
    names: rows('node').filter((row) => field('node', row, 'label') !== 'None').length,
    speeds: rows('edge').map((row) => number(field('edge', row, 'LinkSpeedRaw'))),
  };
}
