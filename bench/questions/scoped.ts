import type { Pool, PoolClient } from 'pg';
import { preparations } from '../data/directory';
import { organizationOf, type ViewerName } from '../data/viewers';

/** Runs work as a viewer sees the database. */
export async function asViewer<T>(
  operator: Pool,
  viewer: ViewerName,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await operator.connect();
  try {
    await client.query(`${preparations}; GRANT EXECUTE ON FUNCTION pg_temp.draw(bigint, int) TO hub_api; BEGIN`);
    await client.query(
      `SELECT private.scope_as((SELECT o.id FROM hub.organization o WHERE o.code = $1), 'READER', '{}', NULL, NULL)`,
      [organizationOf[viewer]],
    );
    await client.query('SET LOCAL ROLE hub_api');
    return await work(client);
  } finally {
    client.release(true);
  }
}
