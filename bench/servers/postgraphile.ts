import { join } from 'node:path';
import type { Ask } from '../questions/questions';
import { graphqlRequests, type Dialect } from './graphql-requests';
import { start } from './process';
import type { Server } from './server';

const dialect: Omit<Dialect, 'documents'> = {
  path: '/graphql',
  variablesOf: (ask: Ask) => ask,
  cursor: {
    devices: {
      query: 'query($after: Cursor) { devices: allShownDevices(first: 50, after: $after) { pageInfo { endCursor } } }',
      of: (data: { devices: { pageInfo: { endCursor: string } } }) => data.devices.pageInfo.endCursor,
    },
    incidents: {
      query: 'query($after: Cursor) { incidents: allIncidents(first: 20, after: $after) { pageInfo { endCursor } } }',
      of: (data: { incidents: { pageInfo: { endCursor: string } } }) => data.incidents.pageInfo.endCursor,
    },
  },
};

interface Windows {
  samples: { id: string; metric: string }[];
}
const windows = ({ samples }: Windows) => ({
  samples: samples.map(({ id, metric, ...columns }) => ({ series: { id, metric: { name: metric } }, ...columns })),
});
type Page<K extends string, N> = Record<K, { nodes: N[] }>;

/** Where its answers have another shape than the hub's, because that costs it less. */
const reshape: Record<string, (data: never) => unknown> = {
  Q2: ({ devices }: Page<'devices', { latest: { metric: string }[] }>) => ({
    devices: {
      nodes: devices.nodes.map(({ latest, ...device }) => ({
        ...device,
        latest: latest.map(({ metric, ...newest }) => ({ metric: { name: metric }, ...newest })),
      })),
    },
  }),
  Q3: ({ incidents }: Page<'incidents', { affects: { device: object | null }[] }>) => ({
    incidents: {
      nodes: incidents.nodes.map(({ affects, ...incident }) => ({
        ...incident,
        affects: affects.map(({ device }) => device),
      })),
    },
  }),
  Q4: windows,
  Q5: windows,
  Q6: ({ devices, ...others }: { devices: { code: string; name: string }[] }) => ({
    devices: devices.map(({ code, name, ...counted }) => ({ region: { code, name }, ...counted })),
    ...others,
  }),
};

function served(name: string, documents: string): Server {
  const asked = { ...dialect, documents: join(__dirname, '../questions', documents) };
  return {
    name,
    start: ({ node, databaseUrl, logs }) =>
      start({
        ...{ name: documents, node, logs, args: [join(__dirname, '../rivals/postgraphile/server.mjs')] },
        env: { DATABASE_URL: databaseUrl, POOL_SIZE: '16', GRAPHILE_ENV: 'production' },
      }),
    contentOf: (question, data) => reshape[question]?.(data as never) ?? data,
    requests: (port, viewer, question, asks) => graphqlRequests(asked, port, viewer, question, asks),
  };
}

/** The engine that one would take in place of a hub of one's own. */
export const postgraphile = served('PostGraphile', 'postgraphile');

/** The same where columns of samples are JSON made by Postgres: faster, for a schema that does not say any more what they hold. */
export const postgraphileJson = served('PostGraphile (JSON)', 'postgraphile-json');
