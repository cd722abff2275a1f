import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startHub, type Hub } from '../support/hub';

/** The six questions of the benchmark: how many statements each takes, the one that resolves the key among them. */
const statements = { Q1: 2, Q2: 4, Q3: 5, Q4: 3, Q5: 3, Q6: 3 };

let hub: Hub;
let variables: Record<string, unknown>;
beforeAll(async () => {
  hub = await startHub();
  const devices = [];
  for (let n = 0; n < 6; n += 1) {
    const device = await hub.device({ owner: 'RC-N', name: `edge ${n}`, site: await hub.site({ owner: 'RC-N' }) });
    for (let port = 0; port < 3; port += 1) await hub.interface({ device, name: `eth${port}` });
    devices.push(device);
  }
  const desk = hub.as(await hub.key({ organization: 'RC-N', role: 'RESPONDER' }));
  const batches = devices.map(({ id }, n) => ({
    ...{
      metric: 'cpu_load',
      subject: { device: { id } },
      timestamps: ['2026-11-01T00:00:00Z', '2026-11-01T00:05:00Z'],
    },
    ...{ values: [1, 2], labels: { instance: String(n) } },
  }));
  const taken = 'mutation($input: IngestSamplesInput!) { ingestSamples(input: $input) { taken refused { message } } }';
  expect(await desk.data(taken, { input: { owner: 'RC-N', source: 'poller', batches } })).toMatchObject({
    ingestSamples: { taken: 12, refused: [] },
  });
  const opened = readFileSync(join(__dirname, '../../schema/examples/open-an-incident.graphql'), 'utf8');
  for (const { id: device } of devices) await desk.data(opened, { owner: 'RC-N', device });
  const { series } = await hub
    .as(hub.keys.national)
    .data<{ series: { nodes: { id: string }[] } }>('{ series(first: 5) { nodes { id } } }');
  variables = {
    ...{ id: devices[0]!.id, series: series.nodes.map(({ id }) => id) },
    ...{ from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' },
  };
}, 60_000);
afterAll(() => hub.stop());

test.each(Object.entries(statements))('%s takes %i statements, however many records it meets', async (name, count) => {
  const document = readFileSync(join(__dirname, '../../bench/questions/hub', `${name}.graphql`), 'utf8');
  const asked = Object.fromEntries(
    Object.entries(variables).filter(([variable]) => document.includes(`$${variable}:`)),
  );
  const { data, errors } = await hub.as(hub.keys.national).query(document, asked);
  expect(errors).toEqual([]);
  expect(JSON.stringify(data)).toContain(name === 'Q1' ? 'edge 0' : '[');
  expect(hub.statements).toHaveLength(count);
});
