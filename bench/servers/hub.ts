import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import type { Ask } from '../questions/questions';
import { graphqlRequests, type Dialect } from './graphql-requests';
import { start } from './process';
import type { Server } from './server';

const root = join(__dirname, '../..');
const documents = join(__dirname, '../questions/hub');

const dialect: Dialect = {
  documents,
  path: '/graphql',
  variablesOf: ({ id, series, from, to }: Ask) => ({
    ...(id && { id: `dev_${id}` }),
    ...(series && { series: series.map((one) => `ser_${one}`), from, to }),
  }),
  cursor: {
    devices: {
      query: 'query($after: String) { devices(first: 50, after: $after) { pageInfo { endCursor } } }',
      of: (data: { devices: { pageInfo: { endCursor: string } } }) => data.devices.pageInfo.endCursor,
    },
    incidents: {
      query: 'query($after: String) { incidents(first: 20, after: $after) { pageInfo { endCursor } } }',
      of: (data: { incidents: { pageInfo: { endCursor: string } } }) => data.incidents.pageInfo.endCursor,
    },
  },
};

/** The hub as it is shipped: built, with policies, keys and limits; only the limits are set where this load stays below them. */
export const hub: Server = {
  name: 'hub',
  start: ({ node, dist, databaseUrl, logs }) =>
    start({
      ...{ name: 'hub', node, logs, args: [join(dist, 'src/main.js')] },
      env: {
        ...{ DATABASE_URL: databaseUrl, REQUESTS_PER_MINUTE: '100000000' },
        ...{ COST_CAPACITY: '1000000000', COST_RESTORE_RATE: '1000000000' },
      },
    }),
  requests: async (port, viewer, question, asks) =>
    isAnswered(question.name) ? graphqlRequests(dialect, port, viewer, question, asks) : null,
};

/** A question whose fields the schema does not have yet waits for them. */
function isAnswered(question: string): boolean {
  const schema = buildSchema(readFileSync(join(root, 'schema/schema.graphql'), 'utf8'));
  return validate(schema, parse(readFileSync(join(documents, `${question}.graphql`), 'utf8'))).length === 0;
}
