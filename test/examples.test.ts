import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Pool } from 'pg';
import { loadDemo } from '../src/demo/load-demo';
import { createPool } from '../src/kernel/postgres/database';
import { enterSql } from '../src/kernel/postgres/scope-statements';
import { statementsOf } from './support/example-statements';
import { usedBy, variablesFor } from './support/example-variables';
import { startHub, type Hub } from './support/hub';
import { rowsRead, type RowsRead } from './support/rows-read';

const folder = resolve(__dirname, '../schema/examples');
const examples = readdirSync(folder).filter((file) => file.endsWith('.graphql'));
const questionFolder = resolve(__dirname, '../bench/questions/hub');
const questions = readdirSync(questionFolder);
const documentOf = (file: string): string =>
  readFileSync(join(questions.includes(file) ? questionFolder : folder, file), 'utf8');
const isQuery = (file: string): boolean => !/^\s*mutation/m.test(documentOf(file));
const queries = [...examples, ...questions].filter(isQuery);
const now = new Date('2026-11-20T12:00:00Z');

interface Asker {
  code: string;
  key: string;
  variables: Record<string, unknown>;
}

/** Each example and question runs over a small demonstration country, for three viewers with ids of their own. */
describe('every example', () => {
  let hub: Hub;
  let api: Pool;
  let askers: Asker[];

  beforeAll(async () => {
    hub = await startHub();
    api = createPool(hub.databaseUrl, 'hub_api', { max: 1 });
    const operator = createPool(hub.databaseUrl, 'hub_owner', { max: 2 });
    const keys = await loadDemo(operator, () => undefined, now, { scale: 0.05 });
    await operator.end();
    askers = [];
    for (const { organization: code, text: key } of keys)
      askers.push({ code, key, variables: await variablesFor(hub.as(key), now) });
  }, 120_000);
  afterAll(async () => {
    await api.end();
    await hub.stop();
  });

  const ask = (file: string, { key, variables }: Asker) =>
    hub.as(key).query<object>(documentOf(file), variablesIn(file, variables));

  it('is asked by the nation, a region and a ministry, and has its count of statements', () => {
    expect(askers.map(({ code }) => code)).toEqual(['NMC', 'RC-DNG', 'MIN-HTS']);
    expect(Object.keys(statementsOf).sort()).toEqual(queries.toSorted());
  });

  it.each([...examples, ...questions])('%s answers without an error, and with something', async (file) => {
    const shownNothing: string[] = [];
    for (const asker of isQuery(file) ? askers : askers.slice(0, 1)) {
      const { data, errors } = await ask(file, asker);
      expect({ [asker.code]: errors }).toEqual({ [asker.code]: [] });
      if (Object.values(data).some(isNothing)) shownNothing.push(asker.code);
    }
    expect(shownNothing).toEqual(nothingFor[file] ?? []);
  });

  it.each(queries)('%s is answered alike by both executors', async (file) => {
    const document = documentOf(file);
    for (const { key, variables } of askers) {
      const asked = variablesIn(file, variables);
      const planned = await hub.as(key).text(document, asked);
      expect(timeless(planned)).toBe(timeless(await hub.asOfGraphqlJs(key).text(document, asked)));
    }
  });

  it.each(queries)('%s reads little more than it gives', async (file) => {
    const found: RowsRead[] = [];
    for (const asker of askers) {
      await ask(file, asker);
      // How a feed is served is written now and then, beside.
      const statements = hub.asked.filter(({ text }) => text !== enterSql && !/\bnote_feed_read\b/.test(text));
      if (asker === askers[0]) expect({ [file]: statements.length }).toEqual({ [file]: statementsOf[file] });
      found.push(...(await rowsRead(api, asker.key, statements)));
    }
    const functions = new Set(found.flatMap(({ opaque }) => opaque));
    expect([...functions].sort()).toEqual(readWithin[file] ?? []);
    const wasteful = found.filter(isWasteful);
    if (file in readers) expect(wasteful).not.toEqual([]);
    else if (!(isOlder && sortedByOlder.includes(file))) expect(wasteful).toEqual([]);
  });
});

/** The cursor of a feed holds the moment at which it was read. */
const timeless = (text: string): string => text.replace(/"endCursor":"[\w.:-]{100,}"/g, '"endCursor":""');

/** Before 18 so few records as these are sorted for a page, not walked in order. */
const isOlder = Number(process.env['PG_VERSION'] ?? 18) < 18;
const sortedByOlder = ['Q2.graphql', 'open-incidents.graphql'];

/** A page for a viewer who sees few owners merges one range for each. */
const isWasteful = ({ read, given, text }: RowsRead): boolean =>
  read > 40 + (/\bunnest\(hub\.(inventory|samples)_owners\(\)\)/.test(text) ? 20 : 4) * given;

const kept = 'counts are kept for each owner: it adds up those that the viewer sees';

/** Who reads more, each with the reason; of who does no longer, the reason goes. */
const readers: Record<string, string> = {
  'address-plan.graphql': 'a network is read whole for the page of its addresses in the order of their ids',
  'first-devices.graphql': 'it counts the whole list',
  'and-or-not.graphql': 'no index serves a part of a name: it reads on until the page is full',
  'devices-of-a-region.graphql':
    'no index serves the name of a region: all are read, then all that stands at its sites',
  'who-reported.graphql': 'so few devices and interfaces are read whole to find those of a hundred series',
  'national-overview.graphql': kept,
  'Q6.graphql': kept,
};

/** Functions of the hub that an example reads by. What they read within is not counted here: whoever adds one guards it by tests of its own. */
const readWithin: Record<string, string[]> = {
  'a-device-as-it-was.graphql': ['record_as_of'],
  'history-of-a-record.graphql': ['record_history'],
  'keys-to-rotate.graphql': ['record_history'],
  'raw-samples-of-a-device.graphql': ['sample_points'],
  'the-changes.graphql': ['feed_present', 'feed_walk'],
  'samples-to-plot.graphql': ['sample_steps_5m', 'series_presence'],
  'search.graphql': ['search_records'],
  'traffic-by-region.graphql': ['sample_steps_1h'],
  'what-fails-with-it.graphql': ['impact_of'],
  'warning-rules.graphql': ['rule_selections'],
  'who-reported.graphql': ['sample_instants', 'series_presence'],
  'who-sees-a-record.graphql': ['audience_of_record'],
  'who-would-see-it.graphql': ['audience_of_draft'],
  'whose-address.graphql': ['address_matches'],
  'Q4.graphql': ['sample_steps_5m'],
  'Q5.graphql': ['sample_points'],
};

/** Who has nothing of what an example asks for. */
const nothingFor: Record<string, string[]> = {
  'planned-maintenance.graphql': ['MIN-HTS'],
  'silences-in-force.graphql': ['NMC', 'RC-DNG', 'MIN-HTS'],
  'and-or-not.graphql': ['RC-DNG', 'MIN-HTS'],
  // No webhook is saved yet: examples are asked in the order of their names.
  'how-my-webhooks-stand.graphql': ['NMC', 'RC-DNG', 'MIN-HTS'],
  // The first of them has asked for some.
  'how-far-exports-are.graphql': ['RC-DNG', 'MIN-HTS'],
  'keys-to-rotate.graphql': ['RC-DNG', 'MIN-HTS'],
  // Nothing has been started in the demonstration.
  'late-tasks.graphql': ['NMC', 'RC-DNG', 'MIN-HTS'],
  // The demonstration has no warnings: a later example raises one, of a device that a ministry does not see.
  'national-overview.graphql': ['NMC', 'RC-DNG', 'MIN-HTS'],
  'open-warnings.graphql': ['NMC', 'RC-DNG', 'MIN-HTS'],
  'warning-situation.graphql': ['MIN-HTS'],
  // What the demonstration measures says what it is measured on.
  'unbound-series.graphql': ['NMC', 'RC-DNG', 'MIN-HTS'],
  'warning-rules.graphql': ['NMC', 'RC-DNG', 'MIN-HTS'],
  'what-is-forecast.graphql': ['NMC', 'RC-DNG', 'MIN-HTS'],
  'whose-address.graphql': ['RC-DNG', 'MIN-HTS'],
};

/** No key of the demonstration ends within the hours that its samples are of. */
function variablesIn(file: string, variables: Record<string, unknown>): Record<string, unknown> {
  const all = file === 'keys-to-rotate.graphql' ? { ...variables, to: '2050-01-01T00:00:00Z' } : variables;
  return usedBy(documentOf(file), all);
}

/** No record, a list of none, or a page of none. */
function isNothing(answer: unknown): boolean {
  if (Array.isArray(answer)) return answer.every((one) => one === null);
  const { nodes, edges } = (answer ?? { nodes: [] }) as { nodes?: unknown[]; edges?: unknown[] };
  return (nodes ?? edges)?.length === 0;
}
