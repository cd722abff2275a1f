import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const compiler = require.resolve('relay-compiler/cli.js');
const schema = join(__dirname, '../../schema/schema.graphql');

let project: string;
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'commonwatch-relay-'));
  for (const folder of ['src', 'compiled']) mkdirSync(join(project, folder));
  copyFileSync(schema, join(project, 'schema.graphql'));
  write('relay.config.json', {
    src: './src',
    schema: './schema.graphql',
    language: 'typescript',
    artifactDirectory: './compiled',
  });
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

function write(file: string, content: object | string): void {
  writeFileSync(join(project, file), typeof content === 'string' ? content : JSON.stringify(content));
}

const source = (...documents: string[]): string =>
  documents.map((text, i) => `export const part${i} = graphql\`${text}\`;`).join('\n');

/** What the compiler wrote, without the ending; what it said, where it failed. */
async function compile(): Promise<string[]> {
  const options = { cwd: project, env: { PATH: process.env['PATH'], NO_COLOR: '1' }, timeout: 20_000 };
  await promisify(execFile)(process.execPath, [compiler, '--noWatchman', '--output', 'quiet-with-errors'], options);
  return readdirSync(join(project, 'compiled'))
    .map((file) => file.replace('.graphql.ts', ''))
    .sort();
}

const page = `fragment screen_devices on Query
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" }, filter: { type: "DeviceFilter" })
  @refetchable(queryName: "screenMoreDevicesQuery") {
  devices(first: $count, after: $cursor, filter: $filter, orderBy: [{ field: NAME }]) @connection(key: "screen_devices") {
    totalCount
    edges { node { id ...screen_device } }
    pageInfo { hasNextPage endCursor }
  }
}`;

const row = `fragment screen_device on Device
  @argumentDefinitions(ports: { type: "Int", defaultValue: 10 }, after: { type: "String" })
  @refetchable(queryName: "screenMorePortsQuery") {
  displayName
  site { name region { name } }
  interfaces(first: $ports, after: $after) @connection(key: "screen_interfaces") { edges { node { name } } }
}`;

const query = `query screenQuery($filter: DeviceFilter) {
  viewer { label }
  ...screen_devices @arguments(count: 50, filter: $filter)
}`;

const mutation = `mutation screenOpenMutation($input: OpenIncidentInput!, $connections: [ID!]!) {
  openIncident(input: $input) {
    incident @appendNode(connections: $connections, edgeTypeName: "IncidentEdge") { id reference affects { __typename ... on Device { id } } }
  }
}`;

test('Relay compiles a screen of pages within pages, refetched by id, against the schema as it is', async () => {
  write('src/screen.ts', source(page, row, query, mutation));
  expect(await compile()).toEqual([
    'screenMoreDevicesQuery',
    'screenMorePortsQuery',
    'screenOpenMutation',
    'screenQuery',
    'screen_device',
    'screen_devices',
  ]);
});

test('Relay says what the schema does not have: so it has read it', async () => {
  write('src/screen.ts', source('query screenQuery { devices(first: 1) { edges { node { nickname } } } }'));
  await expect(compile()).rejects.toThrow('nickname');
});
