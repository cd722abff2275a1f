import type { MigrationInterface, QueryRunner } from 'typeorm';

/** History without what its reader does not see; lookup without hidden routing tables. */
export class ShowHistory1790000001100 implements MigrationInterface {
  name = 'ShowHistory1790000001100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}

const sql = String.raw`
-- The fields of a type of record that an agreement may withhold, and the columns of its images that hold them.
CREATE FUNCTION private.masks_of(record_type text) RETURNS TABLE (field text, column_name text) LANGUAGE sql IMMUTABLE AS $$
  SELECT m.field, m.column_name
    FROM (VALUES ('Site', 'COORDINATES', 'latitude'), ('Site', 'COORDINATES', 'longitude'),
                 ('Device', 'MANAGEMENT_ADDRESS', 'management_address'), ('Device', 'SERIAL', 'serial'),
                 ('Interface', 'MAC', 'mac'), ('Interface', 'DESCRIPTION', 'description'), ('Interface', 'ADDRESSES', NULL),
                 ('Prefix', 'DESCRIPTION', 'description')) AS m(record_type, field, column_name)
   WHERE m.record_type = masks_of.record_type
$$;
-- Those of them that are withheld from the viewer, null where there are none.
CREATE FUNCTION private.withheld_of(record_type text, owner_id uuid, region_id uuid) RETURNS text[] LANGUAGE sql STABLE SET search_path = hub, private, pg_temp AS $$
  SELECT array_agg(DISTINCT m.field ORDER BY m.field) FROM masks_of(withheld_of.record_type) m
   WHERE withholds(inventory_grants(), withheld_of.owner_id, withheld_of.region_id, m.field)
$$;

-- The last change of a record, where the viewer sees the record as that left it; no row for a record that is hidden, missing or gone.
CREATE FUNCTION private.seen_now(record uuid) RETURNS SETOF private.change LANGUAGE sql STABLE ROWS 1 SET search_path = hub, private, pg_temp AS $$
  SELECT n.* FROM (SELECT c.* FROM change c WHERE c.record_id = record AND c.operation <> 'APPENDED' ORDER BY c.seq DESC LIMIT 1) n
   WHERE n.operation <> 'DELETED'
     AND sees(n.dataset, n.record_type, n.owner_id, n.writer_id, n.region_id, n.tlp, n.after ->> 'severity', n.party_ids)
$$;
-- The columns by which an image names other records, and those that they name. Metrics are for everyone and have no history.
CREATE FUNCTION private.references_in(image jsonb) RETURNS TABLE (column_name text, record uuid) LANGUAGE sql IMMUTABLE AS $$
  SELECT e.key, e.value::uuid FROM jsonb_each_text(image) e
   WHERE e.key LIKE '%\_id' AND e.key NOT IN ('external_id', 'metric_id') AND e.value IS NOT NULL
$$;
-- An image as its viewer may see it: without withheld columns and those that tell of others, null where it names a hidden record.
CREATE FUNCTION private.image_shown(image jsonb, unsaid text[], hidden uuid[]) RETURNS jsonb LANGUAGE sql IMMUTABLE SET search_path = hub, private, pg_temp AS $$
  SELECT CASE WHEN hidden = '{}' THEN image
              ELSE image || coalesce((SELECT jsonb_object_agg(r.column_name, NULL) FROM references_in(image) r WHERE r.record = ANY (hidden)), '{}') END - unsaid
$$;
-- An actor is named to whom it may act for or with: where its organization is the owner, the writer or a party, or stands above one of the
-- first two. What changed a record from elsewhere, by way of what it stands on, is not.
CREATE FUNCTION private.names_actor(client uuid, owner_id uuid, writer_id uuid, party_ids uuid[]) RETURNS boolean
LANGUAGE sql STABLE SET search_path = hub, private, pg_temp AS $$
  SELECT num_nonnulls(names_actor.owner_id, names_actor.writer_id) = 0
      OR EXISTS (SELECT FROM api_client c
                  WHERE c.id = client
                    AND (c.owner_id = ANY (names_actor.party_ids)
                         OR EXISTS (SELECT FROM sharing_group_member m WHERE m.organization_id = c.owner_id AND m.group_id = ANY (names_actor.party_ids))
                         OR EXISTS (SELECT FROM organization_tree t
                                     WHERE t.ancestor_id = c.owner_id AND t.descendant_id IN (names_actor.owner_id, names_actor.writer_id))))
$$;

-- The hidden records that the images of a record name, then or now.
CREATE FUNCTION private.hidden_references(of uuid) RETURNS uuid[] LANGUAGE sql STABLE SET search_path = hub, private, pg_temp AS $$
  SELECT ARRAY(SELECT f.record FROM change c CROSS JOIN LATERAL (SELECT i.record FROM references_in(c.before) i UNION SELECT i.record FROM references_in(c.after) i) f
                WHERE c.record_id = of AND c.operation <> 'APPENDED'
                GROUP BY f.record HAVING NOT EXISTS (SELECT FROM seen_now(f.record)))
$$;

-- Changes of each record asked for, newest first, for who sees the record as it stands now. seq orders the changes of one record, since each
-- is written under that record's lock; transaction ids do not. A place is counted among the changes that the viewer is told, so that it says
-- nothing about others: a change of nothing but what does not show is none.
DROP FUNCTION hub.record_history(uuid[], bigint, int);
CREATE FUNCTION hub.record_history(records uuid[], before_place bigint, most int)
RETURNS TABLE (record_id uuid, place bigint, at timestamptz, operation text, actor_label text, actor_key_id uuid, before jsonb, after jsonb, withheld text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
  SELECT r.id, h.place, h.at, h.operation, CASE WHEN a.named THEN h.actor_label END, CASE WHEN a.named THEN h.actor_key_id END, h.before, h.after, m.fields
    FROM unnest(records) r(id)
   CROSS JOIN LATERAL seen_now(r.id) now
   CROSS JOIN LATERAL (SELECT array_agg(DISTINCT m.field ORDER BY m.field) AS fields, coalesce(array_agg(m.column_name), '{}') AS columns
                         FROM masks_of(now.record_type) m
                        WHERE m.column_name IS NOT NULL AND m.field = ANY (withheld_of(now.record_type, now.owner_id, now.region_id))) m
   CROSS JOIN LATERAL (SELECT m.columns || '{number,party_ids}'::text[]
                              || CASE WHEN now.owner_id = ANY (hub.owners()) THEN '{}' ELSE '{coworker_ids,recipient_ids}'::text[] END AS unsaid,
                              CASE WHEN now.owner_id = ANY (hub.owners()) THEN '{}' ELSE '{version}'::text[] END AS uncounted) w
   CROSS JOIN LATERAL (SELECT hidden_references(r.id) AS records) hidden
   CROSS JOIN LATERAL (SELECT p.* FROM (SELECT row_number() OVER (ORDER BY s.seq) AS place, s.*
                                          FROM (SELECT c.seq, c.at, c.operation, c.actor_id, c.actor_label, c.actor_key_id,
                                                       image_shown(c.before, w.unsaid, hidden.records) AS before,
                                                       image_shown(c.after, w.unsaid, hidden.records) AS after
                                                  FROM change c
                                                 WHERE c.record_id = r.id AND c.operation <> 'APPENDED' AND tells(c)) s
                                         WHERE s.before - w.uncounted IS DISTINCT FROM s.after - w.uncounted) p
                        WHERE before_place IS NULL OR p.place < before_place
                        ORDER BY p.place DESC LIMIT most) h
   CROSS JOIN LATERAL (SELECT names_actor(h.actor_id, now.owner_id, now.writer_id, now.party_ids) AS named) a
$$;
GRANT EXECUTE ON FUNCTION hub.record_history(uuid[], bigint, int) TO hub_api;

-- Each record asked for as its last change until an instant left it, and when what of it shows to this viewer last changed: for who sees
-- the record as it stands now and, where what stood then carries a marking, sees that too. A change counts from the start of its transaction.
CREATE OR REPLACE FUNCTION hub.record_as_of(records uuid[], instant timestamptz)
RETURNS TABLE (record_id uuid, record_type text, changed_at timestamptz, image jsonb)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 10 SET search_path = hub, private, pg_temp AS $$
  SELECT r.id, now.record_type, shown.at, was.after - m.columns - '{number,party_ids}'::text[]
    FROM unnest(records) r(id)
   CROSS JOIN LATERAL seen_now(r.id) now
   CROSS JOIN LATERAL (SELECT coalesce(array_agg(m.column_name), '{}') AS columns FROM masks_of(now.record_type) m
                        WHERE m.field = ANY (withheld_of(now.record_type, now.owner_id, now.region_id))) m
   CROSS JOIN LATERAL (SELECT c.seq, c.operation, c.owner_id, c.writer_id, c.region_id, c.tlp, c.party_ids, c.after
                         FROM change c WHERE c.record_id = r.id AND c.operation <> 'APPENDED' AND c.at <= instant
                        ORDER BY c.seq DESC LIMIT 1) was
   CROSS JOIN LATERAL (SELECT hidden_references(r.id) AS records) hidden
   -- A change of nothing that shows is none, as in the history.
   CROSS JOIN LATERAL (SELECT c.at FROM change c
                        WHERE c.record_id = r.id AND c.operation <> 'APPENDED' AND c.seq <= was.seq
                          AND image_shown(c.before, m.columns, hidden.records) IS DISTINCT FROM image_shown(c.after, m.columns, hidden.records)
                        ORDER BY c.seq DESC LIMIT 1) shown
   WHERE was.operation <> 'DELETED'
     AND (was.tlp IS NULL
          OR sees(now.dataset, now.record_type, was.owner_id, was.writer_id, was.region_id, was.tlp, was.after ->> 'severity', was.party_ids))
$$;
DROP FUNCTION private.masked_columns(text[]);

-- A function's text with another in place of a part that it must hold: the migrations before this one wrote it.
CREATE OR REPLACE FUNCTION pg_temp.mended(definition text, part text, other text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  IF position(part IN definition) = 0 THEN RAISE EXCEPTION 'there is no "%" to mend', part; END IF;
  RETURN replace(definition, part, other);
END $$;
DO $$
DECLARE
  audience CONSTANT text := pg_get_functiondef('private.audience(text, text, uuid, uuid, uuid, text, text, uuid[])'::regprocedure);
  together CONSTANT text := pg_get_functiondef('private.search_together(text[],text[],int[])'::regprocedure);
  matches  CONSTANT text := pg_get_functiondef('hub.address_matches(inet, text, int)'::regprocedure);
  routing  CONSTANT text := '(SELECT v.id FROM vrf v WHERE v.id = {of}.vrf_id AND ' || private.rule('OWNED') || ') AS vrf_id';
BEGIN
  -- The fields withheld are those that the record has; a draft has no type yet.
  EXECUTE pg_temp.mended(audience, 'CASE WHEN dataset = ''INVENTORY'' THEN hub.withheld(hub.inventory_grants(), owner_id, region_id) END',
    'CASE WHEN record_type = ''Draft'' AND dataset = ''INVENTORY'' THEN hub.withheld(hub.inventory_grants(), owner_id, region_id)
                  WHEN dataset = ''INVENTORY'' THEN private.withheld_of(record_type, owner_id, region_id) END');
  -- A hidden routing table is none: an address in it is told with the same prefix as one that names no table.
  EXECUTE pg_temp.mended(pg_temp.mended(matches,
    'SELECT id, vrf_id, (SELECT s.id', 'SELECT id, ' || replace(routing, '{of}', 'prefix') || ', (SELECT s.id'),
    'AS address_id, a.vrf_id,', 'AS address_id, ' || replace(routing, '{of}', 'a') || ',');
  -- Words that stand together: fewer of each are counted before they are looked up at once, and of those that stand just what is asked for.
  EXECUTE pg_temp.mended(pg_temp.mended(together, 'least  int := 5000', 'least  int := 400'),
    'WHERE e.pos = 1 AND e.record_type', 'WHERE e.pos = 1 AND e.place = ANY (places) AND e.record_type');
END $$;
`;
