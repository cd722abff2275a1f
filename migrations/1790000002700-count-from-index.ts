import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Days that lie packed are counted from their index, and of a day that a range cuts only what tells its times is sent. */
export class CountFromIndex1790000002700 implements MigrationInterface {
  name = 'CountFromIndex1790000002700';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}

const sql = String.raw`
-- A series has a row a day, each on another page: a month of 10,000 series was a page for each of 310,000 days. Their counts and ends stand side by side here.
ALTER TABLE private.sample_chunk DROP CONSTRAINT sample_chunk_pkey, ADD PRIMARY KEY (series_number, day) INCLUDE (count, last_at);

-- Instants of series that the viewer sees, each in a range of its own: (asked[n], since[n], until[n]). Of rows side by side in microseconds since 2000, of 8
-- bytes each; and chunks of the days that the range touches: the day so, the length of 4 bytes, then so many bytes. Where "head" says so, chunks alone, and of
-- each no more bytes than that: a chunk begins with its times.
DROP FUNCTION hub.sample_instants(uuid[], timestamptz[], timestamptz[], boolean);
DO $do$ BEGIN
  EXECUTE format($f$
    CREATE FUNCTION hub.sample_instants(asked uuid[], since timestamptz[], until timestamptz[], head int)
    RETURNS TABLE (n int, instants bytea, chunks bytea)
    LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = hub, private, pg_temp SET timezone = 'UTC' AS $$
    #variable_conflict use_column
    BEGIN
      RETURN QUERY
      SELECT a.n::int, o.instants, c.chunks
        FROM unnest(asked, since, until) WITH ORDINALITY AS a(id, since, until, n) JOIN series s ON s.id = a.id
       CROSS JOIN LATERAL (SELECT string_agg(timestamptz_send(x.at), ''::bytea ORDER BY x.at) AS instants
                             FROM sample x WHERE head IS NULL AND x.series_number = s.number AND x.at >= a.since AND x.at < a.until) o
       CROSS JOIN LATERAL (SELECT string_agg(timestamptz_send(d.day) || int4send(octet_length(d.data)) || d.data, ''::bytea ORDER BY d.day) AS chunks
                             FROM (SELECT x.day, CASE WHEN head IS NULL THEN x.data ELSE substr(x.data, 1, head) END AS data FROM sample_chunk x
                                    WHERE x.series_number = s.number AND x.day >= a.since::date AND x.day < a.until AND x.last_at >= a.since) d) c
       WHERE %s;
    END $$ $f$, private.rule('WRITTEN'));
END $do$;
REVOKE EXECUTE ON FUNCTION hub.sample_instants(uuid[], timestamptz[], timestamptz[], int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hub.sample_instants(uuid[], timestamptz[], timestamptz[], int) TO hub_api;
`;
