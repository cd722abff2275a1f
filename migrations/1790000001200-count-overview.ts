import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Counters of sites, devices and open incidents, for the overview. */
export class CountOverview1790000001200 implements MigrationInterface {
  name = 'CountOverview1790000001200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}

const sql = String.raw`
-- Counters: n records have these values; a group is the sum of its rows. Its columns are all access columns of the record, so that the rule
-- holds for a group as for each record in it, and those that the overview groups by. No keys: whoever writes only adds rows.
CREATE TABLE hub.site_count   (owner_id uuid NOT NULL, region_id uuid, status text NOT NULL, n int NOT NULL);
CREATE TABLE hub.device_count (owner_id uuid NOT NULL, region_id uuid, status text NOT NULL, n int NOT NULL);
CREATE TABLE hub.open_incident_count (
  owner_id uuid NOT NULL, region_id uuid, tlp text NOT NULL, severity text NOT NULL, party_ids uuid[] NOT NULL, n int NOT NULL
);
CREATE INDEX site_count_owner ON hub.site_count (owner_id);
CREATE INDEX device_count_owner ON hub.device_count (owner_id);
CREATE INDEX open_incident_count_owner ON hub.open_incident_count (owner_id);
CREATE INDEX open_incident_count_tlp ON hub.open_incident_count (tlp);
CREATE INDEX open_incident_count_parties ON hub.open_incident_count USING gin (party_ids) WITH (fastupdate = off);

CREATE FUNCTION private.counted_columns(counts regclass) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT string_agg(format('%I', a.attname), ', ' ORDER BY a.attnum)
    FROM pg_attribute a WHERE a.attrelid = counts AND a.attnum > 0 AND NOT a.attisdropped AND a.attname <> 'n'
$$;
-- Keeps the counters of a table, for those of its rows that are counted. A statement adds what it changes, one row a group, and waits for
-- nobody. The triggers come before what is there is counted, since they hold back writers until this is done.
CREATE PROCEDURE private.keep_counts_of(tbl regclass, counts regclass, rule text, counted text) LANGUAGE plpgsql AS $p$
DECLARE
  keeper CONSTANT text := format('private.keep_%s', (SELECT c.relname FROM pg_class c WHERE c.oid = counts));
  added  CONSTANT text := format($f$
        INSERT INTO %s (%s, n) SELECT %2$s, sum(d.n) FROM (%%s) d GROUP BY %2$s HAVING sum(d.n) <> 0$f$, counts, private.counted_columns(counts));
  signed CONSTANT text := format('SELECT %s, %%s AS n FROM %%s WHERE %s', private.counted_columns(counts), counted);
  came   CONSTANT text := format(signed, 1, 'new_rows');
  went   CONSTANT text := format(signed, -1, 'old_rows');
BEGIN
  EXECUTE format($f$
    CREATE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $k$
    BEGIN
      IF TG_OP = 'INSERT' THEN %s;
      ELSIF TG_OP = 'UPDATE' THEN %s;
      ELSE %s;
      END IF;
      RETURN NULL;
    END $k$ $f$, keeper, format(added, came), format(added, came || ' UNION ALL ' || went), format(added, went));
  EXECUTE format('CREATE TRIGGER count_created AFTER INSERT ON %s REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION %s()', tbl, keeper);
  EXECUTE format('CREATE TRIGGER count_updated AFTER UPDATE ON %s REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION %s()', tbl, keeper);
  EXECUTE format('CREATE TRIGGER count_deleted AFTER DELETE ON %s REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION %s()', tbl, keeper);
  EXECUTE format(added, format(signed, 1, tbl));
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', counts);
  EXECUTE format('GRANT SELECT ON %s TO hub_api', counts);
  EXECUTE format('CREATE POLICY readable ON %s FOR SELECT TO hub_api USING (%s)', counts, private.rule(rule));
END $p$;
CALL private.keep_counts_of('hub.site', 'hub.site_count', 'OWNED', 'true');
CALL private.keep_counts_of('hub.device', 'hub.device_count', 'OWNED', 'true');
CALL private.keep_counts_of('hub.incident', 'hub.open_incident_count', 'MARKED', $$state NOT IN ('RESOLVED', 'CLOSED')$$);
-- What the rule implies, in terms that an index answers each, so that agreements are asked of their providers' counters alone. No other
-- marking is open to more than those named; said so, Postgres knows how few have it.
DO $$
BEGIN
  EXECUTE format($f$ALTER POLICY readable ON hub.open_incident_count USING ((%s) AND (
    party_ids && (SELECT hub.identities())::uuid[] OR owner_id = ANY ((SELECT hub.owners())::uuid[])
    OR tlp IN ('CLEAR', 'GREEN') AND tlp = ANY ((SELECT hub.open_markings())::text[])
    OR owner_id = ANY ((SELECT ARRAY(SELECT o.id::uuid FROM jsonb_object_keys(hub.incident_grants() -> 'owners') AS o(id)))::uuid[])))$f$, private.rule('MARKED'));
END $$;
ANALYZE hub.site_count, hub.device_count, hub.open_incident_count;

-- Makes one row of each group again, and none of an empty one. Readers see the rows before or the row after, writers add theirs meanwhile;
-- a second one that comes at the same time leaves it to the first.
CREATE FUNCTION private.fold_counts(counts regclass) RETURNS void LANGUAGE plpgsql SET search_path = hub, private, pg_temp AS $$
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('private.fold_counts ' || counts)) THEN RETURN; END IF;
  EXECUTE format('WITH gone AS (
      DELETE FROM %1$s c
       WHERE c.ctid = ANY (ARRAY(SELECT unnest(array_agg(d.ctid)) FROM %1$s d GROUP BY %2$s HAVING count(*) > 1 OR sum(d.n) = 0))
      RETURNING c.*)
    INSERT INTO %1$s (%2$s, n) SELECT %2$s, sum(g.n) FROM gone g GROUP BY %2$s HAVING sum(g.n) <> 0', counts, counted_columns(counts));
END $$;
`;
