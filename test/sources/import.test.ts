import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Pool } from 'pg';
import { actAs, type ActAs } from '../../src/directory/act-as';
import { createPool } from '../../src/kernel/postgres/database';
import { importItems, type ImportTotals, type Refused } from '../../src/sources/import-run';
import { listFiles } from '../../src/sources/list-files';
import { readNetbox } from '../../src/sources/netbox/read-netbox';
import { importSamples } from '../../src/sources/samples/import-samples';
import { readVeris } from '../../src/sources/veris/read-veris';
import { startHub, type Hub } from '../support/hub';

const shared = process.env['SHARED_DATA'] ?? resolve(__dirname, '../../../shared/data');
const withShared = existsSync(shared) ? it : it.skip;
const now = () => new Date('2026-11-20T12:00:00Z');

describe('an import', () => {
  let hub: Hub;
  let operator: Pool;
  let act: ActAs;
  let folder: string;
  let refused: Refused[];

  beforeAll(async () => {
    hub = await startHub();
    operator = createPool(hub.databaseUrl, 'hub_owner', { max: 2 });
    act = actAs(operator, { organization: 'NMC', label: 'import test' });
    folder = mkdtempSync(join(tmpdir(), 'import-'));
  });
  beforeEach(() => {
    refused = [];
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await operator.end();
    await hub.stop();
  });

  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const samples = (path: string) =>
    importSamples(
      path,
      { owner: 'NMC', source: 'csv', now },
      act,
      (row) => refused.push(row),
      () => undefined,
    );
  const places = () => refused.map(({ place, field }) => `${place.position} ${field ?? ''}`.trim());

  it('of samples takes what it can and names every other line', async () => {
    const path = file(
      'mixed.csv',
      'timestamp,value\n2026-01-01 00:00:00,1.5\n2026-01-01 00:05:00,\nyesterday,3\n2026-01-01T00:10:00Z,NaN\n2026-01-01 00:00:00,2\n2026-01-01 00:00:00,1.5\n2030-01-01 00:00:00,7\n2026-01-01T07:15:00+07:00,-2e-3\n',
    );
    expect(await samples(path)).toEqual({ created: 2, updated: 0, unchanged: 1, refused: 5 });
    expect(places()).toEqual(['line 3 value', 'line 4 timestamp', 'line 5 value', 'line 8 timestamp', 'line 6 value']);
  });

  it('of samples again changes nothing', async () => {
    const path = file('again.csv', 'timestamp,value\n2026-01-01 00:00:00,1\n2026-01-01 00:05:00,2\n');
    expect(await samples(path)).toEqual({ created: 2, updated: 0, unchanged: 0, refused: 0 });
    expect(await samples(path)).toEqual({ created: 0, updated: 0, unchanged: 2, refused: 0 });
  });

  it('of a file without the two columns says so', async () => {
    await samples(file('other.csv', 'a,b\n1,2\n'));
    await samples(file('empty.csv', ''));
    expect(places()).toEqual(['line 1', 'line 1']);
  });

  it('of VERIS documents keeps a partial date partial and names what it can not take', async () => {
    const good = {
      schema_version: '1.3.4',
      incident_id: 'AA6A3A4A-0000-0000-0000-000000000001',
      security_incident: 'Confirmed',
      source_id: 'test',
      timeline: { incident: { year: 2011, month: 5 } },
      victim: { industry: '622110', country: ['VN'], employee_count: 'Unknown' },
      actor: { external: { variety: ['Unknown'], motive: ['Unknown'], country: ['Unknown'] } },
      action: { hacking: { variety: ['SQLi'], vector: ['Web application'] } },
      asset: { assets: [{ variety: 'S - Web application' }] },
      attribute: { integrity: { variety: ['Unknown'] } },
      discovery_method: { unknown: true },
    };
    const paths = [file('good.json', JSON.stringify(good)), file('broken.json', '{'), file('empty.json', '{}')];
    const totals = await importItems(
      readVeris(paths, 'NMC', () => undefined),
      'veris',
      act,
      (row) => refused.push(row),
    );
    expect({ ...totals, places: refused.length }).toEqual({
      created: 1,
      updated: 0,
      unchanged: 0,
      refused: 2,
      places: 2,
    });
    const [incident] = await hub.sql(
      `SELECT occurred_at, occurred_at_precision, tlp FROM hub.incident WHERE external_id = $1`,
      [good.incident_id],
    );
    expect(incident).toEqual({ occurred_at: '2011-05-01T00:00:00Z', occurred_at_precision: 'MONTH', tlp: 'CLEAR' });
  });

  describe('of the public data', () => {
    const twice = async (run: () => Promise<ImportTotals>) => [await run(), await run()];
    const netbox = () =>
      importItems(
        readNetbox(join(shared, 'netbox-demo/netbox-demo-v3.6.json'), { owner: 'NMC', source: 'netbox' }),
        'netbox',
        act,
        (row) => refused.push(row),
      );
    const veris = (set: string) =>
      importItems(
        readVeris([join(shared, 'vcdb', set)], 'NMC', () => undefined),
        'veris',
        act,
        (row) => refused.push(row),
      );

    withShared('takes the whole NetBox demo, and nothing the second time', async () => {
      const [first, second] = await twice(netbox);
      expect(first).toEqual({ created: 2182, updated: 0, unchanged: 0, refused: 0 });
      expect(second).toEqual({ created: 0, updated: 0, unchanged: 2182, refused: 0 });
    });

    withShared(
      'takes 2,000 VERIS incidents, and their revisions as updates',
      async () => {
        const [first, second] = await twice(() => veris('incidents'));
        expect(first).toEqual({ created: 2000, updated: 0, unchanged: 0, refused: 0 });
        expect(second).toEqual({ created: 0, updated: 0, unchanged: 2000, refused: 0 });
        expect(await veris('revisions-2013')).toMatchObject({ created: 0, refused: 0 });
      },
      60_000,
    );

    withShared(
      'takes real series with their duplicates, gaps and empty values',
      async () => {
        const files = await listFiles(
          [join(shared, 'nab/data/realTraffic'), join(shared, 'cloud-monitoring/data/application-crash-rate-2')],
          '.csv',
        );
        const totals: ImportTotals[] = [];
        for (const path of files) totals.push(await samples(path));
        const created = totals.reduce((sum, total) => sum + total.created, 0);
        expect(created).toBeGreaterThan(15_000);
        expect(refused.every(({ place }) => /^line \d+$/.test(place.position))).toBe(true);
        const again = await samples(files[0]!);
        expect(again.created).toBe(0);
      },
      60_000,
    );

    withShared('answers one query from organization to samples and incidents over what was imported', async () => {
      await importSamples(
        join(shared, 'nab/data/realAWSCloudwatch/ec2_cpu_utilization_5f5533.csv'),
        {
          owner: 'NMC',
          source: 'nab',
          now,
          subject: { device: { owner: 'dunder-mifflin', source: 'netbox', externalId: 'dcim.device:1' } },
        },
        act,
        (row) => refused.push(row),
        () => undefined,
      );
      const key = await hub.key({ organization: 'NMC', role: 'REPORTER', writesFor: ['dunder-mifflin'] });
      await hub.as(key)
        .query(`mutation { openIncident(input: { owner: "dunder-mifflin", source: "netbox", title: "Mất điện trạm",
        classification: { class: "availability", type: "outage" }, severity: MAJOR, tlp: AMBER, affects: [{ device: { externalId: "dcim.device:1" } }] })
        { incident { id } } }`);
      const { organization } = await hub.as(hub.keys.national).data<Walk>(`{ organization(code: "dunder-mifflin") { name
        devices(filter: { externalId: { eq: "dcim.device:1" } }) { nodes { displayName latest { metric { name } value }
          interfaces(first: 5) { nodes { name latest { value } } }
          incidents(filter: { state: { notIn: [RESOLVED, CLOSED] } }) { nodes { title } } } } } }`);
      const [device] = organization.devices.nodes;
      expect(device!.latest[0]!.metric.name).toBe('ec2_cpu_utilization_5f5533');
      expect(device!.incidents.nodes).toEqual([{ title: 'Mất điện trạm' }]);
      expect(device!.interfaces.nodes.length).toBeGreaterThan(0);
    });
  });
});

interface Walk {
  organization: {
    devices: {
      nodes: {
        latest: { metric: { name: string } }[];
        interfaces: { nodes: object[] };
        incidents: { nodes: object[] };
      }[];
    };
  };
}
