import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a process asks that many consumers follow feeds through: whether anything has come, and what view each of their keys is now. */
export class FollowFeeds1790000003000 implements MigrationInterface {
  name = 'FollowFeeds1790000003000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}

const sql = String.raw`
-- What can be seen now, and so up to where the log can be told, and what types of entries stand there from a transaction on; '*': what may change the scope of a key, or too
-- many to look at. Of whom they are is not said.
CREATE FUNCTION hub.feed_look(since xid8) RETURNS TABLE (snapshot pg_snapshot, types text[], at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
DECLARE
  present CONSTANT pg_snapshot := log_snapshot();
  horizon CONSTANT xid8 := pg_snapshot_xmin(present);
  most    CONSTANT int := 5000;
BEGIN
  RETURN QUERY
  SELECT present, CASE WHEN count(*) = most THEN '{*}' ELSE coalesce(array_agg(DISTINCT c.type), '{}') END, now()
    FROM (SELECT CASE WHEN e.dataset IN ('DIRECTORY', 'KEYS', 'SHARING') THEN '*' ELSE e.record_type END AS type
            FROM change e WHERE e.xid >= since AND e.xid < horizon ORDER BY e.xid, e.seq LIMIT most) c;
END $$;
-- When, after now, time alone next changes what some key may see: a key or an agreement ends, or an agreement begins.
CREATE FUNCTION hub.feed_turn() RETURNS timestamptz LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  RETURN (SELECT least((SELECT min(k.expires_at) FROM api_key k WHERE k.revoked_at IS NULL AND k.expires_at > now()),
                       (SELECT min(a.valid_until) FROM agreement a WHERE a.state = 'ACCEPTED' AND a.valid_until > now()),
                       (SELECT min(a.valid_from) FROM agreement a WHERE a.state = 'ACCEPTED' AND a.valid_from > now())));
END $$;
-- The view that each key is with a filter, as it stands; null for a key that is not in force from there. The scope of the caller stays on.
CREATE FUNCTION hub.feed_viewers(keys uuid[], hashes bytea[], peers inet[], filter jsonb) RETURNS TABLE (n int, view uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
DECLARE
  caller CONSTANT jsonb := scope() || jsonb_build_object('hub.key', coalesce(current_setting('hub.key', true), ''));
  view   uuid;
BEGIN
  FOR i IN 1 .. coalesce(cardinality(keys), 0) LOOP
    view := NULL;
    IF EXISTS (SELECT FROM hub.enter(keys[i], hashes[i], peers[i])) THEN
      view := (SELECT v.id FROM view_of(filter) v);
    END IF;
    RETURN QUERY SELECT i, view;
  END LOOP;
  PERFORM set_config(s.key, s.value, true) FROM jsonb_each_text(caller) s;
END $$;

REVOKE EXECUTE ON FUNCTION hub.feed_look(xid8), hub.feed_turn(), hub.feed_viewers(uuid[], bytea[], inet[], jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hub.feed_look(xid8), hub.feed_turn(), hub.feed_viewers(uuid[], bytea[], inet[], jsonb) TO hub_api;
`;
