import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { actAs, type ActAs } from '../../../src/directory/act-as';
import { createPool } from '../../../src/kernel/postgres/database';
import { importLibrenms } from '../../../src/sources/librenms/import-librenms';
import { listFiles } from '../../../src/sources/list-files';
import { startHub, type Hub } from '../../support/hub';
import { startProgram } from '../../support/program';
import { device, documentOf, ipv4, ipv6, neighbour, port, sensor, type Rows } from './small-capture';

const at = '2026-03-01T12:00:00Z';

describe('an import of captures of LibreNMS', () => {
  let hub: Hub;
  let operator: Pool;
  let act: ActAs;
  let folder: string;
  let told: string[];
  let notTaken: Record<string, number>;

  beforeAll(async () => {
    hub = await startHub();
    operator = createPool(hub.databaseUrl, 'hub_owner', { max: 2 });
    act = actAs(operator, { organization: 'NMC', label: 'import test' });
  });
  beforeEach(() => {
    [told, notTaken] = [[], {}];
    folder = mkdtempSync(join(tmpdir(), 'librenms-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  afterAll(async () => {
    await operator.end();
    await hub.stop();
  });

  const write = (name: string, content: Rows | string): void => {
    const text = typeof content === 'string' ? content : JSON.stringify(documentOf(content));
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  const run = async (source: string, when?: string) => {
    const files = await listFiles([folder, folder], '.json');
    return importLibrenms(files, { owner: 'NMC', source, ...(when ? { at: when } : {}) }, act, {
      tell: ({ place, field, reason }) =>
        told.push([place.file.slice(folder.length + 1), place.position, field, reason].filter(Boolean).join(' | ')),
      onNotTaken: (what, count) => (notTaken[what] = (notTaken[what] ?? 0) + count),
    });
  };

  it('joins two devices by what they tell of each other, and changes nothing the second time', async () => {
    write('a.json', {
      devices: [device({ sysName: 'core' })],
      ports: [port(1, { ifAlias: 'to the edge' }), port(2)],
      ipv4: [ipv4(1, '192.0.2.1', 30)],
      ipv6: [ipv6(1, '2001:db8::1', 64)],
      links: [neighbour(1, 'EDGE', 'e1'), neighbour(1, 'edge', 'e1', { protocol: 'cdp' }), neighbour(2, 'far', 'e1')],
      sensors: [sensor('1', 20), sensor('2', 'NaN', { entPhysicalIndex: 2, entPhysicalIndex_measured: 'ports' })],
    });
    write('deep/b.json', {
      devices: [device({ sysName: 'edge', type: 'firewall' })],
      ports: [port(1)],
      links: [neighbour(1, 'core', 'e1')],
    });
    expect(await run('two', at)).toEqual({ created: 2 + 3 + 2 + 1 + 2, updated: 0, unchanged: 0, refused: 0 });
    expect(await run('two', at)).toEqual({ created: 0, updated: 0, unchanged: 10, refused: 0 });
    expect(told).toEqual([]);
    expect(notTaken['neighbours that are not among the captures']).toBe(2);
    expect(await walk()).toMatchObject([
      {
        name: 'core',
        latest: [{ metric: { name: 'librenms_temperature_celsius', unit: 'celsius' }, value: 20 }],
        interfaces: {
          nodes: [
            {
              name: 'e1',
              description: 'to the edge',
              mac: '02:00:00:00:00:01',
              link: { name: 'core e1 - edge e1' },
            },
            { name: 'e2', link: null },
          ],
        },
      },
      { name: 'edge', role: 'FIREWALL', interfaces: { nodes: [{ link: { kind: 'LOGICAL' } }] } },
    ]);
  });

  const walk = async () => {
    const answer = await hub.as(hub.keys.national).data<{ devices: { nodes: object[] } }>(`{
      devices(filter: { source: { eq: "two" } }, orderBy: { field: NAME }) { nodes { name role latest { metric { name unit } value }
        interfaces(first: 5) { nodes { name description mac link { name kind } } } } } }`);
    return answer.devices.nodes;
  };

  it('takes no readings without their time, and the first of two for one time', async () => {
    write('a.json', { sensors: [sensor('1', 20)] });
    expect(await run('timed')).toMatchObject({ created: 1, refused: 0 });
    expect(notTaken).toMatchObject({ 'readings, for want of --at': 1 });
    expect(await run('timed', at)).toMatchObject({ created: 1, unchanged: 1 });
    write('a.json', { sensors: [sensor('1', 21)] });
    expect(await run('timed', at)).toMatchObject({ created: 0, refused: 1 });
    expect(told).toEqual([
      'a.json | sensors.discovery.sensors[0] | sensor_current | its instant holds another value already: the first stays.',
    ]);
    expect(await run('timed', '2026-03-01T12:05:00Z')).toMatchObject({ created: 1, refused: 0 });
  });

  it.each([
    ['yesterday', /--at: "yesterday" is no instant: give RFC 3339/],
    ['2090-01-01T00:00:00Z', /--at: 2090-01-01T00:00:00Z lies in the future/],
  ])('ends before anything is written where the time is %s', async (when, message) => {
    write('a.json', {});
    await expect(run('never', when)).rejects.toThrow(message);
    expect(await hub.sql(`SELECT FROM hub.device WHERE source = 'never'`)).toEqual([]);
  });

  it('names every file and row that it can not take, and takes the rest', async () => {
    write('a.json', {
      ports: [port(1), port(1, { ifName: 'again' }), port(2, { ifSpeed: -1 })],
      ipv4: [ipv4(1, '192.0.2.1', 30), ipv4(1, '192.0.2.1', 30), ipv4(2, '192.0.2.5', 30)],
      sensors: [sensor('1', 'warm')],
    });
    write('broken.json', '{');
    write('deep/a.json', {});
    write('list.json', '[]');
    write('notes.txt', 'no capture');
    expect(await run('faulty', at)).toEqual({ created: 3, updated: 0, unchanged: 0, refused: 8 });
    expect(told).toEqual([
      expect.stringMatching(/^broken\.json \| the file \| it can not be read as JSON: /),
      expect.stringMatching(/^deep\/a\.json \| the file \| .*a\.json has its name already: name it otherwise\.$/),
      'list.json | the file | it is no object of modules, as LibreNMS captures a device.',
      expect.stringMatching(
        /^a\.json \| ports\.poller\.ports\[1\] \| externalId \| .*first at ports\.poller\.ports\[0\]/,
      ),
      'a.json | ports.poller.ports[2] | ifSpeed | is not a whole number from 0',
      expect.stringMatching(/^a\.json \| ipv4-addresses\.discovery\.ipv4_addresses\[1\] \| externalId \| /),
      'a.json | ipv4-addresses.discovery.ipv4_addresses[2] | ifIndex | port 2 is refused itself',
      'a.json | sensors.discovery.sensors[0] | sensor_current | is no number',
    ]);
  });

  it('refuses a neighbour whose name several devices bear', async () => {
    write('a.json', { devices: [device({ sysName: 'twin' })] });
    write('b.json', { devices: [device({ sysName: 'Twin' })] });
    write('c.json', { ports: [port(1)], links: [neighbour(1, 'twin', 'e1')] });
    expect(await run('twins')).toMatchObject({ created: 4, refused: 1 });
    expect(told[0]).toContain('remote_hostname | is the name of several devices among the captures');
  });

  it('leaves out a series that the hub refuses, and writes the others', async () => {
    await hub.sql(
      `INSERT INTO hub.metric (id, name, unit, kind) VALUES (gen_random_uuid(), 'librenms_voltage_volts', 'millivolts', 'GAUGE')`,
    );
    write('a.json', { sensors: [sensor('1', 1, { sensor_class: 'voltage' }), sensor('2', 2)] });
    expect(await run('units', at)).toMatchObject({ created: 2, refused: 1 });
    expect(told[0]).toMatch(/^a\.json \| sensors\.discovery\.sensors\[0\] \| unit \| /);
  });

  it('is a command that tells what it left out, and ends by itself on a fault', async () => {
    const hubCommand = (...args: string[]) =>
      startProgram('cli.ts', ['import', 'librenms', ...args, '--owner', 'NMC'], { DATABASE_URL: hub.databaseUrl })
        .ended;
    write('a.json', { ports: [port(1)], links: [neighbour(1, 'elsewhere', 'e1')], sensors: [sensor('1', 1)] });
    const done = await hubCommand(folder, '--source', 'command', '--at', at);
    expect(done).toMatchObject({
      code: 0,
      out: expect.stringContaining('3 created, 0 updated, 0 unchanged, 0 refused'),
    });
    expect(done.err).toContain('not taken: neighbours that are not among the captures 1');
    const failed = await hubCommand(folder, '--at', 'soon');
    expect(failed).toMatchObject({ code: 1, err: expect.stringContaining('--at: "soon" is no instant') });
    expect(failed.err).not.toContain('100 %');
    expect(await hubCommand(join(folder, 'nowhere'))).toMatchObject({ code: 1 });
  });
});
