import pg from 'pg';
import { makePgService } from 'postgraphile/adaptors/pg';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { jsonPgSmartTags } from 'postgraphile/utils';
import { scopeOf } from './scope.mjs';
import { tags } from './tags.mjs';

/** Connections as the hub's: in its role, with the views that withhold before the tables, and as many. */
export const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: Number(process.env.POOL_SIZE),
  options: '-c role=hub_api -c search_path=shown,hub -c timezone=UTC -c jit=off',
});

/** PostGraphile as its documentation advises it for production. */
const preset = {
  extends: [PostGraphileAmberPreset],
  plugins: [jsonPgSmartTags(tags)],
  pgServices: [makePgService({ pool, schemas: ['hub', 'shown', 'bench'], pubsub: false })],
  gather: { installWatchFixtures: false },
  // Lists are there beside connections where no cursor is needed; there is nothing to write.
  schema: { defaultBehavior: '+connection +list -insert -update -delete' },
  grafast: {
    explain: false,
    context: async ({ node }) => ({ pgSettings: await scopeOf(pool, node.req) }),
  },
  grafserv: {
    ...{ graphiql: false, watch: false, websockets: false, outputDataAsString: true },
    ...{ host: '127.0.0.1', port: Number(process.env.PORT) },
  },
};

export default preset;
