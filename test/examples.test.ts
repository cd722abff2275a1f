import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse, Kind } from 'graphql';
import { loadDemo } from '../src/demo/load-demo';
import { createPool } from '../src/kernel/postgres/database';
import type { Pool } from 'pg';
import { statementsOf } from './support/example-statements';
import { startHub, type Hub } from './support/hub';
import { rowsRead, type RowsRead } from './support/rows-read';
import type { Viewer } from './support/viewer';

const folder = resolve(__dirname, '../schema/examples');
const examples = readdirSync(folder).filter((file) => file.endsWith('.graphql'));
const questionFolder = resolve(__dirname, '../bench/questions/hub');
const questions = readdirSync(questionFolder);
const documentOf = (file: string): string =>
  readFileSync(join(questions.includes(file) ? questionFolder : folder, file), 'utf8');
const now = new Date('2026-11-20T12:00:00Z');

/** Each example runs over a small demonstration country; its variables are ids that a newcomer would have from other queries. */
describe('every example', () => {
  let hub: Hub;
  let national: Viewer;
  let variables: Record<string, unknown>;
  let keys: string[];
  let api: Pool;

  beforeAll(async () => {
    hub = await startHub();
    api = createPool(hub.databaseUrl, 'hub_api', { max: 1 });
    const operator = createPool(hub.databaseUrl, 'hub_owner', { max: 2 });
    const [key, ...others] = await loadDemo(operator, () => undefined, now, { scale: 0.05 });
    keys = [key!, ...others.slice(0, 2)].map(({ text }) => text);
    await operator.end();
    national = hub.as(key!.text);
    variables = await idsFor(national);
  }, 120_000);
  afterAll(async () => {
    await api.end();
    await hub.stop();
  });

  it.each(examples)('%s answers without an error', async (file) => {
    const document = documentOf(file);
    const data = await national.data<object>(document, usedBy(document, variables));
    expect(Object.values(data).every((value) => value !== null)).toBe(true);
  });

  it.each(examples.filter(isQuery))('%s is answered alike by both executors, for three viewers', async (file) => {
    const document = documentOf(file);
    const asked = usedBy(document, variables);
    for (const key of keys) {
      const planned = await hub.as(key).text(document, asked);
      expect(planned).toBe(await hub.asOfGraphqlJs(key).text(document, asked));
    }
  });

  it.each([...examples.filter(isQuery), ...questions])('%s reads little more than it gives', async (file) => {
    const document = documentOf(file);
    for (const [viewer, key] of keys.entries()) {
      await hub.as(key).query(document, usedBy(document, variables));
      const [, ...statements] = hub.asked;
      if (viewer === 0) expect({ [file]: statements.length }).toEqual({ [file]: statementsOf[file] });
      const found = await rowsRead(api, key, statements);
      if (!(file in readers)) expect(found.filter(isWasteful)).toEqual([]);
    }
  });
});

/** A page for a viewer who sees few owners merges one range for each. */
const isWasteful = ({ read, given }: RowsRead): boolean => read > 40 + 20 * given;

/** Examples that read more, each with the reason. */
const readers: Record<string, string> = {
  'address-plan.graphql': 'a network is read whole for the page of its addresses in the order of their ids',
  'first-devices.graphql': 'it counts the whole list',
  'and-or-not.graphql': 'no index serves a part of a name: it reads on until the page is full',
};

async function idsFor(viewer: Viewer): Promise<Record<string, unknown>> {
  const data = await viewer.data<Found>(`{
    viewer { organization { code incidents(first: 1) { nodes { id } } } }
    series(first: 3) { nodes { id subject { ... on Device { id } ... on Interface { device { id } } } } }
    incidents(first: 1) { nodes { id } }
    devices(first: 1) { nodes { id } }
  }`);
  const device = data.devices.nodes[0]!.id;
  return {
    id: device,
    device,
    ids: [device, data.incidents.nodes[0]!.id],
    series: data.series.nodes.map(({ id }) => id),
    incident: data.incidents.nodes[0]!.id,
    ownIncident: data.viewer.organization.incidents.nodes[0]!.id,
    owner: data.viewer.organization.code,
    consumer: 'MIN-HTS',
    from: new Date(now.getTime() - 86_400_000).toISOString(),
    to: now.toISOString(),
    // By the clock of the database: the country was loaded a moment ago.
    asOf: new Date().toISOString(),
  };
}

interface Found {
  viewer: { organization: { code: string; incidents: { nodes: { id: string }[] } } };
  series: { nodes: { id: string }[] };
  incidents: { nodes: { id: string }[] };
  devices: { nodes: { id: string }[] };
}

function isQuery(file: string): boolean {
  return !/^\s*mutation/m.test(readFileSync(join(folder, file), 'utf8'));
}

/** Only the variables that the document declares. */
function usedBy(document: string, all: Record<string, unknown>): Record<string, unknown> {
  const operation = parse(document).definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const names = operation?.variableDefinitions?.map(({ variable }) => variable.name.value) ?? [];
  return Object.fromEntries(names.map((name) => [name, all[name]]));
}
