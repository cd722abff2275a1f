import { join } from 'node:path';
import { start } from './process';
import { headersOf, type Server } from './server';

/** Hand-written SQL behind bare node:http. */
export const byHand: Server = {
  name: 'by hand',
  start: ({ node, databaseUrl, logs }) =>
    start({
      ...{ name: 'by-hand', node, logs, args: [join(__dirname, '../../dist/bench/rivals/by-hand/server.js')] },
      env: { DATABASE_URL: databaseUrl, POOL_SIZE: '16' },
    }),
  requests: async (_port, viewer, { name }, asks) =>
    asks.map((ask) => ({ path: `/${name}`, headers: headersOf(viewer), body: JSON.stringify(ask) })),
};
