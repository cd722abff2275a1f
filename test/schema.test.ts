import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildSchema, findBreakingChanges } from 'graphql';
import { printDatabase } from '../src/operations/print-database';
import { printedSchema } from '../src/schema';
import { startHub, type Hub } from './support/hub';

const committed = (name: string) => readFileSync(resolve(__dirname, '../schema', name), 'utf8');

describe('the printed schema', () => {
  it('stands in schema/schema.graphql as the code makes it', () => {
    const printed = printedSchema();
    const broken = findBreakingChanges(buildSchema(committed('schema.graphql')), buildSchema(printed));
    // Named first: a breaking change is more than a stale file.
    expect(broken.map(({ description }) => description)).toEqual([]);
    expect(printed).toBe(committed('schema.graphql'));
  });

  describe('of the database', () => {
    let hub: Hub;
    beforeAll(async () => {
      hub = await startHub();
    });
    afterAll(() => hub.stop());

    it('stands in schema/database.sql as the catalogue has it (PostgreSQL 18 words)', async () => {
      const [server] = await hub.sql<{ major: number }>(
        `SELECT current_setting('server_version_num')::int / 10000 AS major`,
      );
      const printed = await printDatabase(hub.databaseUrl);
      // Older servers word the same definitions otherwise; what they hold is compared by the other tests.
      if (server!.major === 18) expect(printed).toBe(committed('database.sql'));
      else expect(printed).toContain('CREATE TABLE hub.device');
    });
  });
});
