import type { MigrationInterface, QueryRunner } from 'typeorm';

/** History asks the rule once for all that a page names, and goes through each image once. */
export class HistoryAtOnce1790000001300 implements MigrationInterface {
  name = 'HistoryAtOnce1790000001300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}

const sql = String.raw`
-- The rule over access columns given one by one, for FROM. It has no search path of its own, names everything in full and so becomes part of the
-- statement that asks it, which looks at the scope once, for however many rows.
DO $$
DECLARE
  columns CONSTANT text := 'dataset text, record_type text, owner_id uuid, writer_id uuid, region_id uuid, tlp text, severity text, party_ids uuid[]';
  rule    CONSTANT text := (SELECT p.prosrc FROM pg_proc p WHERE p.oid = 'private.sees(text, text, uuid, uuid, uuid, text, text, uuid[])'::regprocedure);
BEGIN
  EXECUTE format('CREATE FUNCTION private.judged(%s) RETURNS TABLE (seen boolean) LANGUAGE sql STABLE ROWS 1 AS %L', columns, rule);
END $$;
-- What is asked of one row, and all that follows, is plpgsql, which keeps its plans: before Postgres 18, SQL that can not become part of a
-- statement is planned again at every call.
CREATE OR REPLACE FUNCTION private.sees(dataset text, record_type text, owner_id uuid, writer_id uuid, region_id uuid, tlp text, severity text, party_ids uuid[])
RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = hub, private, pg_temp AS $$
BEGIN
  RETURN (SELECT j.seen FROM judged(dataset, record_type, owner_id, writer_id, region_id, tlp, severity, party_ids) j);
END $$;

DROP FUNCTION private.seen_now(uuid), private.hidden_references(uuid), private.image_shown(jsonb, text[], uuid[]), private.references_in(jsonb),
  private.names_actor(uuid, uuid, uuid, uuid[]), private.tells(private.change);
-- The last change of each record, where the viewer sees the record as that left it; none for a record that is hidden, missing or gone.
CREATE FUNCTION private.seen_now(records uuid[]) RETURNS SETOF private.change LANGUAGE plpgsql STABLE ROWS 100 SET search_path = hub, private, pg_temp AS $$
BEGIN
  RETURN QUERY
  SELECT n.* FROM unnest(records) r(id)
   CROSS JOIN LATERAL (SELECT c.* FROM change c WHERE c.record_id = r.id AND c.operation <> 'APPENDED' ORDER BY c.seq DESC LIMIT 1) n
   CROSS JOIN LATERAL judged(n.dataset, n.record_type, n.owner_id, n.writer_id, n.region_id, n.tlp, n.after ->> 'severity', n.party_ids) j
   WHERE n.operation <> 'DELETED' AND j.seen;
END $$;
-- Whether a column of an image names another record. Metrics are for everyone and have no history.
CREATE FUNCTION private.is_reference(column_name text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT column_name LIKE '%\_id' AND column_name NOT IN ('external_id', 'metric_id')
$$;
-- Those records as they stand, and what of their images does not show: the fields that are withheld, the columns that hold them, the columns
-- (naming) by which any image names hidden records, then or now, and these records, as the keys of an object. The last two are null of most.
-- Images are gone through without what is known to name nothing: so little is left that few differ.
CREATE FUNCTION private.shown_now(records uuid[])
RETURNS TABLE (record_id uuid, dataset text, record_type text, owner_id uuid, writer_id uuid, party_ids uuid[], fields text[], columns text[], naming text[], hidden jsonb)
LANGUAGE plpgsql STABLE ROWS 100 SET search_path = hub, private, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH now AS MATERIALIZED (
    SELECT s.* FROM seen_now(records) s
  ), plain AS MATERIALIZED (
    SELECT t.record_type, ARRAY(SELECT k FROM jsonb_object_keys(t.after) k WHERE NOT is_reference(k)) AS columns
      FROM (SELECT DISTINCT ON (n.record_type) n.record_type, n.after FROM now n) t
  ), named AS MATERIALIZED (
    SELECT DISTINCT i.record_id, e.key AS name, e.value AS id
      FROM (SELECT DISTINCT n.record_id, v.image - p.columns AS image
              FROM now n JOIN plain p ON p.record_type = n.record_type JOIN change c ON c.record_id = n.record_id AND c.operation <> 'APPENDED'
             CROSS JOIN LATERAL (VALUES (c.before), (c.after)) v(image)) i
     CROSS JOIN LATERAL jsonb_each_text(i.image) e
     WHERE is_reference(e.key) AND e.value IS NOT NULL
  ), unseen AS (
    SELECT n.record_id, array_agg(DISTINCT n.name) AS naming, jsonb_object_agg(n.id, NULL) AS hidden
      FROM named n LEFT JOIN seen_now(ARRAY(SELECT DISTINCT m.id::uuid FROM named m)) s ON s.record_id = n.id::uuid
     WHERE s.record_id IS NULL GROUP BY n.record_id
  )
  SELECT n.record_id, n.dataset, n.record_type, n.owner_id, n.writer_id, n.party_ids, m.fields, m.columns, u.naming, u.hidden
    FROM now n LEFT JOIN unseen u ON u.record_id = n.record_id
   CROSS JOIN LATERAL (SELECT array_agg(DISTINCT m.field ORDER BY m.field) AS fields, coalesce(array_agg(m.column_name), '{}') AS columns
                         FROM masks_of(n.record_type) m
                        WHERE m.column_name IS NOT NULL AND (SELECT hub.inventory_grants()) IS NOT NULL
                          AND hub.withholds((SELECT hub.inventory_grants()), n.owner_id, n.region_id, m.field)) m;
END $$;

-- An image with null in place of what is hidden.
CREATE FUNCTION private.unnamed(image jsonb, naming text[], hidden jsonb) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY naming LOOP
    IF hidden ? (image ->> name) THEN image := jsonb_set(image, ARRAY[name], 'null'); END IF;
  END LOOP;
  RETURN image;
END $$;
-- An image as its viewer may see it: that, without withheld columns and those that tell of others. Becomes part of the statement as well.
CREATE FUNCTION private.image_shown(image jsonb, unsaid text[], naming text[], hidden jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN naming IS NULL THEN image ELSE private.unnamed(image, naming, hidden) END - unsaid
$$;

-- Changes of each record asked for, newest first, for who sees the record as it stands now. seq orders the changes of one record, since each
-- is written under that record's lock; transaction ids do not. What an image shows under a marking, then or before, is for who sees that marking.
-- A place is counted among the changes that the viewer is told, so that it says nothing about others: a change of nothing but what does not
-- show is none. An actor is named to whom it may act for or with: where its organization is the owner, the writer or a party, or stands above
-- one of the first two. What changed a record from elsewhere, by way of what it stands on, is not.
CREATE OR REPLACE FUNCTION hub.record_history(records uuid[], before_place bigint, most int)
RETURNS TABLE (record_id uuid, place bigint, at timestamptz, operation text, actor_label text, actor_key_id uuid, before jsonb, after jsonb, withheld text[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT now.record_id, h.place, h.at, h.operation, CASE WHEN a.named THEN h.actor_label END, CASE WHEN a.named THEN h.actor_key_id END, h.before, h.after, now.fields
    FROM shown_now(records) now
    -- OFFSET 0: what is worked out here once is not to be worked out again wherever it is used.
   CROSS JOIN LATERAL (SELECT now.columns || '{number,party_ids}'::text[] || CASE WHEN o.own THEN '{}' ELSE '{coworker_ids,recipient_ids}'::text[] END AS unsaid,
                              CASE WHEN o.own THEN '{}' ELSE '{version}'::text[] END AS uncounted
                         FROM (SELECT now.owner_id = ANY ((SELECT hub.owners())::uuid[]) AS own) o OFFSET 0) w
   CROSS JOIN LATERAL (SELECT p.* FROM (SELECT row_number() OVER (ORDER BY s.seq) AS place, s.*
                                          FROM (SELECT c.seq, c.at, c.operation, c.actor_id, c.actor_label, c.actor_key_id,
                                                       image_shown(c.before, w.unsaid, now.naming, now.hidden) AS before,
                                                       image_shown(c.after, w.unsaid, now.naming, now.hidden) AS after
                                                  FROM (SELECT c.* FROM change c WHERE c.record_id = now.record_id AND c.operation <> 'APPENDED' OFFSET 0) c
                                                 CROSS JOIN LATERAL judged(c.dataset, c.record_type, c.owner_id, NULL, c.region_id, c.tlp, c.after ->> 'severity', c.party_ids) j
                                                 CROSS JOIN LATERAL judged(c.dataset, c.record_type, c.was_owner_id, NULL, c.was_region_id, c.was_tlp, c.before ->> 'severity', c.was_party_ids) k
                                                 WHERE (c.tlp IS NULL OR j.seen) AND (c.was_tlp IS NULL OR k.seen) OFFSET 0) s
                                         WHERE s.before - w.uncounted IS DISTINCT FROM s.after - w.uncounted) p
                        WHERE before_place IS NULL OR p.place < before_place
                        ORDER BY p.place DESC LIMIT most) h
   CROSS JOIN LATERAL (SELECT num_nonnulls(now.owner_id, now.writer_id) = 0
                           OR EXISTS (SELECT FROM api_client c
                                       WHERE c.id = h.actor_id
                                         AND (c.owner_id = ANY (now.party_ids)
                                              OR EXISTS (SELECT FROM sharing_group_member m WHERE m.organization_id = c.owner_id AND m.group_id = ANY (now.party_ids))
                                              OR EXISTS (SELECT FROM organization_tree t
                                                          WHERE t.ancestor_id = c.owner_id AND t.descendant_id IN (now.owner_id, now.writer_id)))) AS named OFFSET 0) a;
END $$;

-- Each record asked for as its last change until an instant left it, and when what of it shows to this viewer last changed: for who sees
-- the record as it stands now and, where what stood then carries a marking, sees that too. A change counts from the start of its transaction.
CREATE OR REPLACE FUNCTION hub.record_as_of(records uuid[], instant timestamptz)
RETURNS TABLE (record_id uuid, record_type text, changed_at timestamptz, image jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 10 SET search_path = hub, private, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT now.record_id, now.record_type, shown.at, was.after - now.columns - '{number,party_ids}'::text[]
    FROM shown_now(records) now
   CROSS JOIN LATERAL (SELECT c.seq, c.operation, c.owner_id, c.writer_id, c.region_id, c.tlp, c.party_ids, c.after
                         FROM change c WHERE c.record_id = now.record_id AND c.operation <> 'APPENDED' AND c.at <= instant
                        ORDER BY c.seq DESC LIMIT 1) was
   CROSS JOIN LATERAL judged(now.dataset, now.record_type, was.owner_id, was.writer_id, was.region_id, was.tlp, was.after ->> 'severity', was.party_ids) j
   -- A change of nothing that shows is none, as in the history.
   CROSS JOIN LATERAL (SELECT c.at FROM change c
                        WHERE c.record_id = now.record_id AND c.operation <> 'APPENDED' AND c.seq <= was.seq
                          AND image_shown(c.before, now.columns, now.naming, now.hidden) IS DISTINCT FROM image_shown(c.after, now.columns, now.naming, now.hidden)
                        ORDER BY c.seq DESC LIMIT 1) shown
   WHERE was.operation <> 'DELETED' AND (was.tlp IS NULL OR j.seen);
END $$;

-- What makes a scope, at every request, and an audience, for every organization: the same statements, whose plans are kept from now on.
DO $$
DECLARE
  kept record;
BEGIN
  FOR kept IN SELECT pg_get_functiondef(p.oid) AS definition, p.prosrc AS body, p.proretset AS is_set FROM pg_proc p
               WHERE p.oid = ANY ('{private.agreements_for,private.grants_of,private.regions_within,private.withheld_by_all,private.markings_reached,
                                    private.reasons,private.is_known_party,private.withheld_of}'::regproc[]) LOOP
    EXECUTE replace(replace(kept.definition, ' LANGUAGE sql', ' LANGUAGE plpgsql'), kept.body,
                    format(E'\n#variable_conflict use_column\nBEGIN\n  RETURN %s;\nEND ',
                           CASE WHEN kept.is_set THEN 'QUERY' || rtrim(kept.body, E'\n') ELSE '(' || btrim(kept.body, E'\n ') || ')' END));
  END LOOP;
END $$;
`;
