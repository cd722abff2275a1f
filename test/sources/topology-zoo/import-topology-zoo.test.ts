import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startHub, type Hub } from '../../support/hub';
import { startProgram } from '../../support/program';
import { edge, network, node } from './small-zoo';

// Twice the whole of the real data, by a program of its own each time.
jest.setTimeout(120_000);

const shared = process.env['SHARED_DATA'] ?? path.resolve(__dirname, '../../../../shared/data');
const data = path.join(shared, 'topology-zoo');
const withData = existsSync(data) ? it : it.skip;

describe('hub import topology-zoo', () => {
  let hub: Hub;
  let folder: string;
  beforeAll(async () => {
    hub = await startHub();
    folder = mkdtempSync(path.join(tmpdir(), 'zoo-import-'));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await hub.stop();
  });

  const run = (from: string, owner = 'NMC') =>
    startProgram('cli.ts', ['import', 'topology-zoo', from, '--owner', owner], { DATABASE_URL: hub.databaseUrl }).ended;

  it('takes the networks in a folder, names what it can not take, and changes nothing the second time', async () => {
    const rows = [node(0, { label: 'Đà Nẵng' }), node(1, { label: 'Huế' }), node(2, { Internal: 5 })];
    writeFileSync(path.join(folder, 'a.gml'), network([...rows, edge(0, 1), edge(0, 2)], 'A'));
    writeFileSync(path.join(folder, 'a.graphml'), '<graphml/>');
    const first = await run(folder);
    expect(first).toMatchObject({ code: 1, out: '5 created, 0 updated, 0 unchanged, 2 refused\n' });
    expect(first.err).toContain('a.gml: node 2 (line 6): Internal: is neither 0 nor 1\n');
    expect(first.err).toContain('a.gml: edge 0–2 (line 8): target: node 2 is refused itself\n');
    expect((await run(folder)).out).toBe('0 created, 0 updated, 5 unchanged, 2 refused\n');
  });

  it('ends where nothing can be taken, and says why', async () => {
    const nobody = await run(folder, 'NOBODY');
    expect(nobody).toMatchObject({ code: 1, out: '' });
    expect(nobody.err).toContain('There is no organization with the code "NOBODY"');
    const empty = mkdtempSync(path.join(folder, 'empty-'));
    expect((await run(empty)).err).toContain(`There is no GML file (*.gml) in "${empty}".`);
    expect((await run(path.join(folder, 'b.gml'))).err).toContain(`There is no file or folder "${folder}/b.gml".`);
  });

  withData('takes 26 research networks, and answers from a circuit to the places of its ends', async () => {
    expect(await run(data)).toMatchObject({ code: 0, out: '4014 created, 0 updated, 0 unchanged, 0 refused\n' });
    expect(await run(data)).toMatchObject({ code: 0, out: '0 created, 0 updated, 4014 unchanged, 0 refused\n' });
    const { links } = await hub.as(hub.keys.national).data<{ links: { nodes: object[] } }>(
      `{ links(filter: { externalId: { eq: "Rnp:0-2" } }) { nodes { name capacityBps
           a { device { name site { name latitude } } } b { device { name site { name latitude } } } } } }`,
    );
    const place = (name: string, latitude: number) => ({ device: { name, site: { name, latitude } } });
    expect(links.nodes).toEqual([
      {
        ...{ name: '10Gbps', capacityBps: 10_000_000_000 },
        ...{ a: place('Revife', -8.05389), b: place('Campina Grande', -7.23056) },
      },
    ]);
  });
});
