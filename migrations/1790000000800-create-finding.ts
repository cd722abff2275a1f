import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What search, address lookup, impact and exact filters on fields that may be withheld read. */
export class CreateFinding1790000000800 implements MigrationInterface {
  name = 'CreateFinding1790000000800';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}

const sql = String.raw`
-- A text as search compares it: case and diacritics folded, whatever separates words as one blank: 'HN-Core_01' -> 'hn core 01'.
CREATE FUNCTION private.search_key(input text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT btrim(regexp_replace(hub.fold(input), U&'[\0001-\002f\003a-\0040\005b-\0060\007b-\007f\00a0\2010-\2015\2018-\201f\3000]+', ' ', 'g'))
$$;
-- What is typed like a part of an address, as addresses are kept: whole ones in the form in which Postgres prints them. NULL for anything else.
CREATE FUNCTION private.address_key(input text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = hub, private, pg_temp AS $$
DECLARE
  typed CONSTANT text := lower(btrim(input));
  plain CONSTANT text := translate(typed, '-:.', '');
BEGIN
  IF typed !~ '^[0-9a-f.:/-]{2,}$' THEN RETURN NULL; END IF;
  IF length(plain) = 12 AND plain !~ '/' AND typed !~ '^\d+\.\d+\.\d+\.\d+$' THEN RETURN plain::macaddr::text; END IF;
  IF typed !~ '[.:/-]' THEN RETURN NULL; END IF;
  RETURN CASE WHEN typed::inet = network(typed::inet) AND typed ~ '/' THEN typed::cidr::text ELSE host(typed::inet) END;
EXCEPTION WHEN invalid_text_representation THEN
  RETURN translate(typed, '-', ':');
END $$;
-- The text from each of its words on, so that one index finds what begins with a word, wherever the word stands. Words of one letter
-- begin nothing, but for the first; a text that is one word has no others.
CREATE FUNCTION private.search_suffixes(key text, is_one boolean) RETURNS TABLE (pos smallint, suffix text)
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT 1::smallint, left(key, 100)
  UNION ALL
  SELECT w.pos::smallint, substr(key, w.pos::int, 100)
    FROM (SELECT t.word, t.n, 1 + sum(length(t.word) + 1) OVER (ORDER BY t.n) - length(t.word) - 1 AS pos
            FROM string_to_table(key, ' ') WITH ORDINALITY AS t(word, n)) w
   WHERE NOT is_one AND w.n > 1 AND length(w.word) > 1
$$;

-- What search finds: a row for each word of each text of each record, with the record's access columns, kept by triggers.
CREATE TABLE private.search_entry (
  record_id   uuid     NOT NULL,
  record_type text     COLLATE "C" NOT NULL,
  -- which of its texts, and the field that it is, where an agreement may withhold that
  kind        text     COLLATE "C" NOT NULL,
  mask        text     COLLATE "C",
  -- 0 at the beginning of the text, 1 within it; 2 and 3 of what is retired
  place       smallint NOT NULL,
  pos         smallint NOT NULL,
  suffix      text     COLLATE "C" NOT NULL,
  key         text     COLLATE "C" NOT NULL,
  -- as it is shown; at the beginning alone
  text        text,
  owner_id    uuid,
  region_id   uuid,
  tlp         text,
  severity    text,
  party_ids   uuid[],
  -- of the inventory: where a record is seen from, with its owner
  spot        uuid     GENERATED ALWAYS AS (CASE WHEN tlp IS NULL THEN coalesce(region_id, owner_id) END) STORED
);
CREATE INDEX search_entry_record ON private.search_entry (record_id);
CREATE INDEX search_entry_type ON private.search_entry (record_type, place, suffix, record_id);
CREATE INDEX search_entry_spot ON private.search_entry (owner_id, spot, place, suffix, record_id) WHERE spot IS NOT NULL;
CREATE INDEX search_entry_words ON private.search_entry USING gin (array_to_tsvector(string_to_array(key, ' '))) WITH (gin_pending_list_limit = 1024) WHERE pos = 1;

-- Keeps the entries of a table. texts: rows (kind, mask, as shown, key, whether it is one word) over r; watched: the columns they are made of.
CREATE PROCEDURE private.keep_search_of(tbl regclass, record_type text, texts text, retired text, access text, watched text[]) LANGUAGE plpgsql AS $p$
DECLARE
  keeper  CONSTANT text := format('private.keep_search_of_%s', (SELECT c.relname FROM pg_class c WHERE c.oid = tbl));
  entries CONSTANT text := format($f$
    INSERT INTO private.search_entry (record_id, record_type, kind, mask, place, pos, suffix, key, text, owner_id, region_id, tlp, severity, party_ids)
    SELECT r.id, %L, t.kind, t.mask, CASE WHEN %s THEN 2 ELSE 0 END + (s.pos > 1)::int, s.pos, s.suffix, t.key, CASE WHEN s.pos = 1 THEN t.shown END, %s
      FROM {rows} r CROSS JOIN LATERAL (VALUES %s) AS t(kind, mask, shown, key, is_one)
     CROSS JOIN LATERAL private.search_suffixes(t.key, t.is_one) s
     WHERE t.key <> ''$f$, record_type, retired, access, texts);
  columns CONSTANT text := (SELECT string_agg(format('%I', w), ', ') FROM unnest('id'::text || watched) w);
  -- a set operation, so that a plan made for one row serves a thousand
  changed CONSTANT text := format('(SELECT %s FROM new_rows EXCEPT SELECT %1$s FROM old_rows)', columns);
BEGIN
  EXECUTE format($f$
    CREATE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $k$
    DECLARE
      ids uuid[];
    BEGIN
      IF TG_OP = 'INSERT' THEN
        %s;
      ELSIF TG_OP = 'DELETE' THEN
        DELETE FROM private.search_entry e USING old_rows o WHERE e.record_id = o.id;
      ELSE
        ids := ARRAY(SELECT c.id FROM %s c);
        IF cardinality(ids) = 0 THEN RETURN NULL; END IF;
        DELETE FROM private.search_entry e USING unnest(ids) AS c(id) WHERE e.record_id = c.id;
        %s;
      END IF;
      RETURN NULL;
    END $k$ $f$, keeper, replace(entries, '{rows}', 'new_rows'), changed, replace(entries, '{rows}', changed));
  EXECUTE format('CREATE TRIGGER search_created AFTER INSERT ON %s REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION %s()', tbl, keeper);
  EXECUTE format('CREATE TRIGGER search_updated AFTER UPDATE ON %s REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION %s()', tbl, keeper);
  EXECUTE format('CREATE TRIGGER search_deleted AFTER DELETE ON %s REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION %s()', tbl, keeper);
  EXECUTE replace(entries, '{rows}', tbl::text);
END $p$;

DO $$
DECLARE
  -- of a kind, the mask and the column
  words    CONSTANT text := $f$('%1$s', %2$L::text, r.%3$I::text, private.search_key(r.%3$I), false)$f$;
  name     CONSTANT text := format(words, 'NAME', NULL, 'name');
  code     CONSTANT text := format(words, 'CODE', NULL, 'code');
  about    CONSTANT text := format(words, 'DESCRIPTION', 'DESCRIPTION', 'description');
  open     CONSTANT text := 'NULL::uuid, NULL::uuid, NULL::text, NULL::text, NULL::uuid[]';
  owned    CONSTANT text := 'r.owner_id, r.region_id, NULL::text, NULL::text, NULL::uuid[]';
  marked   CONSTANT text := 'r.owner_id, r.region_id, r.tlp, r.severity, r.party_ids';
  retired  CONSTANT text := 'r.status = ''RETIRED''';
  access   CONSTANT text[] := '{status,owner_id,region_id}';
BEGIN
  CALL private.keep_search_of('hub.organization', 'Organization', name || ', ' || code, 'false', open, '{name,code}');
  CALL private.keep_search_of('hub.region', 'Region', name || ', ' || code, 'false', open, '{name,code}');
  CALL private.keep_search_of('hub.sharing_group', 'SharingGroup', name || ', ' || code, 'false', open, '{name,code}');
  CALL private.keep_search_of('hub.site', 'Site', name || ', ' || code, retired, owned, access || '{name,code}'::text[]);
  CALL private.keep_search_of('hub.device', 'Device', name || $t$,
    ('SERIAL', 'SERIAL', r.serial, private.search_key(r.serial), true),
    ('MANAGEMENT_ADDRESS', 'MANAGEMENT_ADDRESS', host(r.management_address), host(r.management_address), true)$t$,
    retired, owned, access || '{name,serial,management_address}'::text[]);
  CALL private.keep_search_of('hub.interface', 'Interface', name || ', ' || about || $t$, ('MAC', 'MAC', r.mac::text, r.mac::text, true)$t$,
    retired, owned, access || '{name,description,mac}'::text[]);
  CALL private.keep_search_of('hub.link', 'Link', name, retired, owned, access || '{name}'::text[]);
  CALL private.keep_search_of('hub.vrf', 'Vrf', name || ', ' || format(words, 'RD', NULL, 'rd'), retired, owned, access || '{name,rd}'::text[]);
  CALL private.keep_search_of('hub.prefix', 'Prefix', $t$('ADDRESS', NULL::text, r.prefix::text, r.prefix::text, true), $t$ || about,
    retired, owned, access || '{prefix,description}'::text[]);
  CALL private.keep_search_of('hub.address', 'Address', $t$('ADDRESS', NULL::text, format('%s', r.address), host(r.address), true), $t$
    || format(words, 'DNS_NAME', NULL, 'dns_name'), retired, owned, access || '{address,dns_name}'::text[]);
  CALL private.keep_search_of('hub.information_system', 'InformationSystem', name || ', ' || code, retired, owned, access || '{name,code}'::text[]);
  CALL private.keep_search_of('hub.incident', 'Incident', format(words, 'REFERENCE', NULL, 'reference') || ', ' || format(words, 'TITLE', NULL, 'title'),
    'false', marked, '{reference,title,owner_id,region_id,tlp,severity,party_ids}');
END $$;
ANALYZE private.search_entry;

-- The condition "this field is not withheld", over the access columns of the innermost table.
CREATE FUNCTION private.shows(mask text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT format('((SELECT hub.inventory_grants()) IS NULL OR NOT hub.withholds((SELECT hub.inventory_grants()), owner_id, region_id, %s))', mask)
$$;

-- Where the viewer sees inventory: owners with regions that hold any of it. One more than most where there are more.
DO $$
BEGIN
  EXECUTE format($f$
    CREATE FUNCTION private.search_spots(most int) RETURNS TABLE (owner_id uuid, spot uuid)
    LANGUAGE sql STABLE SET search_path = hub, private, pg_temp AS $s$
      WITH RECURSIVE place AS (
        SELECT f.* FROM unnest(hub.inventory_owners()) AS o(id)
         CROSS JOIN LATERAL (SELECT e.owner_id, e.spot, e.region_id FROM search_entry e
                              WHERE e.owner_id = o.id AND e.spot IS NOT NULL ORDER BY e.spot LIMIT 1) f
        UNION ALL
        SELECT n.* FROM place p
         CROSS JOIN LATERAL (SELECT e.owner_id, e.spot, e.region_id FROM search_entry e
                              WHERE e.owner_id = p.owner_id AND e.spot > p.spot ORDER BY e.spot LIMIT 1) n
      ) SELECT owner_id, spot FROM place WHERE %s LIMIT most + 1
    $s$ $f$, private.rule('OWNED'));
END $$;

-- Texts that hold a word beginning like each of those asked for, whoever may see them: found by the rarest of the words, or where none is
-- rare by the index of words.
CREATE FUNCTION private.search_together(words text[], types text[], places int[]) RETURNS TABLE (record_id uuid, kind text)
LANGUAGE plpgsql STABLE STRICT SET search_path = hub, private, pg_temp SET plan_cache_mode = force_generic_plan SET enable_bitmapscan = on AS $$
#variable_conflict use_column
DECLARE
  held   CONSTANT text[] := ARRAY(SELECT '% ' || w || '%' FROM unnest(words) w);
  least  int := 5000;
  rarest text;
  met    int;
  word   text;
BEGIN
  FOREACH word IN ARRAY words LOOP
    CONTINUE WHEN length(word) < 2;
    SELECT count(*) INTO met
      FROM (SELECT FROM unnest(types) AS t(name) CROSS JOIN unnest(places) AS s(place) CROSS JOIN LATERAL (
              SELECT FROM search_entry e
               WHERE e.record_type = t.name AND e.place = s.place AND e.suffix >= word AND e.suffix < word || chr(1114111) LIMIT least) w
             LIMIT least) n;
    IF met < least THEN
      rarest := word;
      least := met;
    END IF;
  END LOOP;
  IF rarest IS NOT NULL THEN
    RETURN QUERY
    SELECT DISTINCT w.record_id, w.kind FROM unnest(types) AS t(name) CROSS JOIN unnest(places) AS s(place) CROSS JOIN LATERAL (
      SELECT e.record_id, e.kind, e.key FROM search_entry e
       WHERE e.record_type = t.name AND e.place = s.place AND e.suffix >= rarest AND e.suffix < rarest || chr(1114111) LIMIT least) w
     WHERE ' ' || w.key LIKE ALL (held);
  ELSE
    RETURN QUERY
    SELECT e.record_id, e.kind FROM search_entry e
     WHERE e.pos = 1 AND e.record_type = ANY (types) AND ' ' || e.key LIKE ALL (held) AND array_to_tsvector(string_to_array(e.key, ' ')) @@ (
       -- where no longer word begins like it, the word itself is read much faster
       SELECT string_agg(quote_literal(l.w) || CASE WHEN EXISTS (
                SELECT FROM unnest(types) AS t(name) CROSS JOIN unnest(places) AS s(place) CROSS JOIN LATERAL (
                  SELECT FROM search_entry o
                   WHERE o.record_type = t.name AND o.place = s.place AND o.suffix >= l.w || '!' AND o.suffix < l.w || chr(1114111) LIMIT 1) o
              ) THEN ':*' ELSE '' END, ' & ') FROM (SELECT w FROM unnest(words) w ORDER BY length(w) DESC LIMIT 3) l)::tsquery;
  END IF;
END $$;

-- What a text finds, in passes: what begins with it as an address, what begins with it, what holds it from a word on, what holds the
-- beginnings of all its words; then the same of what is retired. Within a pass by the text from the matched word on, then by id. A record
-- comes once, by the first of its texts that the viewer sees. Each pass walks an index in that order until it has enough: one range for each
-- place of a viewer of few places, so that nothing of others is walked through, or else one for each type. Words that seldom stand together
-- would make that long: then the texts that hold them all are gathered first. Bitmaps would gather what a walk leaves aside. The parts of an address are no words.
DO $$
DECLARE
  seen CONSTANT text := format($f$(CASE WHEN e.record_type IN ('Organization', 'Region', 'SharingGroup') THEN %s
                 WHEN e.record_type = 'Incident' THEN %s
                 WHEN e.record_type = 'Address' THEN %s
                 ELSE %s END) AND (e.mask IS NULL OR %s)$f$,
    private.rule('OPEN'), private.rule('MARKED'), private.rule('ADDRESSED'), private.rule('OWNED'), private.shows('e.mask'));
  in_range CONSTANT text := $f$e.place = s.place AND (e.suffix, e.record_id) > (low, low_id) AND e.suffix < range || chr(1114111) AND {seen}$f$;
  body CONSTANT text := $f$
    CREATE FUNCTION hub.search_records(input text, types text[], after_pass int, after_suffix text, after_id uuid, most int)
    RETURNS TABLE (record_id uuid, record_type text, text text, rank text, pass int, suffix text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = hub, private, pg_temp
    SET plan_cache_mode = force_generic_plan SET enable_bitmapscan = off AS $s$
    #variable_conflict use_column
    DECLARE
      most_spots CONSTANT int := 200;
      sample     CONSTANT int := 200;
      few        CONSTANT int := 3;
      by_spot    CONSTANT text[] := '{Address,Device,InformationSystem,Interface,Link,Prefix,Site,Vrf}';
      number     CONSTANT text := address_key(input);
      is_number  CONSTANT boolean := coalesce(number, '') ~ '[.:/]' AND input ~ '[.:/]';
      phrase     CONSTANT text := nullif(search_key(input), '');
      words      CONSTANT text[] := string_to_array(phrase, ' ');
      driver     CONSTANT text := (SELECT w FROM unnest(words) w ORDER BY length(w) DESC, w LIMIT 1);
      all_words  CONSTANT text[] := ARRAY(SELECT '% ' || w || '%' FROM unnest(words) w);
      by_type    text[] := types;
      owners     uuid[] := '{}';
      spots      uuid[] := '{}';
      places     int[];
      others     text[];
      range      text;
      low        text;
      low_id     uuid;
      walked     text[];
      gathered   text[];
      found      int := 0;
      met        int;
      wanted     int;
      hit        record;
    BEGIN
      IF types && by_spot AND 4 * cardinality(hub.inventory_owners()) < (SELECT count(*) FROM organization) THEN
        SELECT array_agg(s.owner_id), array_agg(s.spot) INTO owners, spots FROM search_spots(most_spots) s;
        IF cardinality(owners) > most_spots THEN
          owners := '{}';
          spots := '{}';
        ELSE
          by_type := ARRAY(SELECT t FROM unnest(types) t WHERE NOT t = ANY (by_spot));
        END IF;
      END IF;
      FOR p IN coalesce(after_pass, 0)..7 LOOP
        range := CASE p % 4 WHEN 0 THEN number WHEN 3 THEN driver ELSE phrase END;
        CONTINUE WHEN range IS NULL OR p % 4 = 3 AND (cardinality(words) = 1 OR is_number);
        places := ARRAY(SELECT c + p / 4 * 2 FROM unnest(CASE p % 4 WHEN 2 THEN '{1}'::int[] WHEN 3 THEN '{0,1}'::int[] ELSE '{0}'::int[] END) c);
        others := CASE p % 4 WHEN 3 THEN all_words ELSE '{}'::text[] END;
        low := CASE WHEN p = after_pass THEN after_suffix ELSE range END;
        low_id := CASE WHEN p = after_pass THEN after_id ELSE '00000000-0000-0000-0000-000000000000' END;
        gathered := CASE WHEN p % 4 = 3 THEN ARRAY(
          SELECT DISTINCT t.name
            FROM unnest(by_type) AS t(name) CROSS JOIN unnest(places) AS s(place) CROSS JOIN LATERAL (
              SELECT count(*) AS walked, count(*) FILTER (WHERE ' ' || w.key LIKE ALL (others)) AS held
                FROM (SELECT e.key FROM search_entry e WHERE e.record_type = t.name AND {in range}
                       ORDER BY e.suffix, e.record_id LIMIT sample) w) r
           WHERE r.walked = sample AND r.held < few) ELSE '{}' END;
        walked := ARRAY(SELECT t FROM unnest(by_type) t WHERE NOT t = ANY (gathered));
        LOOP
          met := 0;
          wanted := most - found;
          FOR hit IN
            SELECT u.* FROM (
              SELECT w.* FROM unnest(walked) AS t(name) CROSS JOIN unnest(places) AS s(place) CROSS JOIN LATERAL (
                SELECT e.* FROM search_entry e WHERE e.record_type = t.name AND {in range} AND ' ' || e.key LIKE ALL (others)
                 ORDER BY e.suffix, e.record_id LIMIT wanted) w
              UNION ALL
              SELECT w.* FROM unnest(owners, spots) AS t(owner_id, spot) CROSS JOIN unnest(places) AS s(place) CROSS JOIN LATERAL (
                SELECT e.* FROM search_entry e
                 WHERE e.owner_id = t.owner_id AND e.spot = t.spot AND e.record_type = ANY (types) AND {in range} AND ' ' || e.key LIKE ALL (others)
                 ORDER BY e.suffix, e.record_id LIMIT wanted) w
              UNION ALL
              SELECT w.* FROM search_together(words, nullif(gathered, '{}'), places) g CROSS JOIN unnest(places) AS s(place) CROSS JOIN LATERAL (
                SELECT e.* FROM search_entry e WHERE e.record_id = g.record_id AND e.kind = g.kind AND starts_with(e.suffix, range) AND {in range}) w) u
             ORDER BY u.suffix, u.record_id LIMIT wanted
          LOOP
            met := met + 1;
            low := hit.suffix;
            low_id := hit.record_id;
            -- told by an earlier pass, or earlier in this one
            CONTINUE WHEN EXISTS (
              SELECT FROM search_entry d
               WHERE d.record_id = hit.record_id AND (d.mask IS NULL OR {shows})
                 AND (CASE WHEN d.place % 2 = 0 AND starts_with(d.suffix, number) THEN 0
                           WHEN d.place % 2 = 0 AND starts_with(d.suffix, phrase) THEN 1
                           WHEN starts_with(d.suffix, phrase) THEN 2
                           WHEN starts_with(d.suffix, driver) AND ' ' || d.key LIKE ALL (all_words) THEN 3 END,
                      d.suffix, d.kind, d.pos) < (p % 4, hit.suffix, hit.kind, hit.pos));
            found := found + 1;
            record_id := hit.record_id;
            record_type := hit.record_type;
            text := coalesce(hit.text, (SELECT b.text FROM search_entry b WHERE b.record_id = hit.record_id AND b.kind = hit.kind AND b.pos = 1));
            rank := CASE WHEN p % 4 = 3 THEN 'WORDS' WHEN p % 4 = 2 THEN 'WITHIN' WHEN hit.key = range THEN 'EXACT' ELSE 'BEGINNING' END;
            pass := p;
            suffix := hit.suffix;
            RETURN NEXT;
          END LOOP;
          EXIT WHEN met < wanted OR found >= most;
        END LOOP;
        EXIT WHEN found >= most;
      END LOOP;
    END $s$ $f$;
BEGIN
  EXECUTE replace(replace(replace(body, '{in range}', in_range), '{seen}', seen), '{shows}', private.shows('d.mask'));
END $$;
GRANT EXECUTE ON FUNCTION hub.search_records(text, text[], int, text, uuid, int) TO hub_api;

CREATE INDEX address_host ON hub.address (set_masklen(address, CASE family(address) WHEN 4 THEN 32 ELSE 128 END));
CREATE INDEX device_management_address ON hub.device (management_address);
CREATE INDEX interface_mac ON hub.interface (mac);
CREATE INDEX vrf_name ON hub.vrf (name);
CREATE INDEX vrf_rd ON hub.vrf (rd);

-- What is known of an address: each assignment of it with the most specific prefix of its VRF, each device managed by it, and the prefixes
-- that hold it beside those. vrf is a name or a route distinguisher. What is retired is left out.
DO $$
BEGIN
  EXECUTE replace(replace(replace($f$
    CREATE FUNCTION hub.address_matches(asked inet, asked_vrf text, most int)
    RETURNS TABLE (prefix_id uuid, length int, vrf_id uuid, address_id uuid, interface_id uuid, device_id uuid, site_id uuid, owner_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = hub, private, pg_temp AS $s$
      WITH table_asked AS MATERIALIZED (
        SELECT id FROM vrf WHERE (name = asked_vrf OR rd = asked_vrf) AND {owned}
      ), net AS MATERIALIZED (
        SELECT id, vrf_id, (SELECT s.id FROM site s WHERE s.id = prefix.site_id AND {owned}) AS site_id, owner_id, masklen(prefix) AS length FROM prefix
         WHERE prefix >>= asked AND status <> 'RETIRED' AND (asked_vrf IS NULL OR vrf_id IN (SELECT t.id FROM table_asked t)) AND {owned}
      ), assigned AS MATERIALIZED (
        SELECT a.id AS address_id, a.vrf_id, a.owner_id, a.interface_id, d.id AS device_id,
               (SELECT s.id FROM site s WHERE s.id = d.site_id AND {owned}) AS site_id
          FROM (SELECT * FROM address WHERE set_masklen(address, CASE family(address) WHEN 4 THEN 32 ELSE 128 END) = asked AND status <> 'RETIRED'
                   AND (asked_vrf IS NULL OR vrf_id IN (SELECT t.id FROM table_asked t)) AND {addressed}) a
          LEFT JOIN LATERAL (SELECT device_id FROM interface WHERE id = a.interface_id AND {owned}) i ON true
          LEFT JOIN LATERAL (SELECT id, site_id FROM device WHERE id = i.device_id AND {owned}) d ON true
      ), named AS (
        SELECT * FROM assigned
        UNION ALL
        SELECT NULL, NULL, m.owner_id, NULL, m.id, (SELECT s.id FROM site s WHERE s.id = m.site_id AND {owned})
          FROM (SELECT * FROM device WHERE management_address = asked AND status <> 'RETIRED' AND asked_vrf IS NULL AND {owned} AND {managed}) m
         WHERE NOT EXISTS (SELECT FROM assigned a WHERE a.device_id = m.id)
      ), held AS MATERIALIZED (
        SELECT n.*, p.id AS prefix_id, p.length, p.site_id AS prefix_site_id
          FROM named n LEFT JOIN LATERAL (
            SELECT t.id, t.length, t.site_id FROM net t WHERE t.vrf_id IS NOT DISTINCT FROM n.vrf_id
             ORDER BY t.length DESC, t.owner_id = n.owner_id DESC, t.id LIMIT 1) p ON true
      )
      SELECT m.prefix_id, m.length, m.vrf_id, m.address_id, m.interface_id, m.device_id, m.site_id, m.owner_id
        FROM (SELECT h.prefix_id, h.length, h.vrf_id, h.address_id, h.interface_id, h.device_id, coalesce(h.site_id, h.prefix_site_id) AS site_id, h.owner_id FROM held h
              UNION ALL
              SELECT t.id, t.length, t.vrf_id, NULL, NULL, NULL, t.site_id, t.owner_id FROM net t
               WHERE NOT EXISTS (SELECT FROM held h WHERE h.prefix_id = t.id)) m
       ORDER BY m.length DESC NULLS LAST, m.address_id IS NULL, m.device_id IS NULL, m.vrf_id NULLS FIRST, m.address_id, m.device_id, m.prefix_id
       LIMIT most
    $s$ $f$, '{owned}', private.rule('OWNED')), '{addressed}', private.rule('ADDRESSED')), '{managed}', private.shows('''MANAGEMENT_ADDRESS'''));
  EXECUTE format($f$
    CREATE FUNCTION hub.devices_by_serial(asked text[]) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 10 SET search_path = hub, private, pg_temp AS $s$
      SELECT id FROM device WHERE serial = ANY (asked) AND %s AND %s
    $s$ $f$, private.rule('OWNED'), private.shows('''SERIAL'''));
  EXECUTE format($f$
    CREATE FUNCTION hub.devices_by_management_address(asked inet[]) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 10 SET search_path = hub, private, pg_temp AS $s$
      SELECT id FROM device WHERE management_address = ANY (asked) AND %s AND %s
    $s$ $f$, private.rule('OWNED'), private.shows('''MANAGEMENT_ADDRESS'''));
  EXECUTE format($f$
    CREATE FUNCTION hub.interfaces_by_mac(asked macaddr[]) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 10 SET search_path = hub, private, pg_temp AS $s$
      SELECT id FROM interface WHERE mac = ANY (asked) AND %s AND %s
    $s$ $f$, private.rule('OWNED'), private.shows('''MAC'''));
END $$;
GRANT EXECUTE ON FUNCTION hub.address_matches(inet, text, int), hub.devices_by_serial(text[]), hub.devices_by_management_address(inet[]),
  hub.interfaces_by_mac(macaddr[]) TO hub_api;

-- What stops working with a site, device, interface, link or information system, and in how many steps at least. Runs with the rights of who
-- asks: what policies hide is not there, and neither is what lies behind it. What is planned or retired does not work, so it can not stop,
-- and keeps nothing up. A step beyond most_steps, or a row beyond most, says that there is more.
CREATE FUNCTION hub.impact_of(record_type text, record uuid, most_steps int, most int)
RETURNS TABLE (kind text, id uuid, owner_id uuid, site_id uuid, steps int)
LANGUAGE plpgsql STABLE SET search_path = hub, pg_temp SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
  idle    CONSTANT text[] := '{PLANNED,RETIRED}';
  known   uuid[] := ARRAY[record];
  devices uuid[] := CASE record_type WHEN 'Device' THEN ARRAY[record] END;
  links   uuid[] := CASE record_type WHEN 'Link' THEN ARRAY[record] END;
  systems uuid[] := CASE record_type WHEN 'InformationSystem' THEN ARRAY[record] END;
  step    int := 0;
  reached record;
BEGIN
  LOOP
    step := step + 1;
    SELECT array_agg(r.kind) AS kinds, array_agg(r.id) AS ids, array_agg(r.owner_id) AS owner_ids, array_agg(r.site_id) AS site_ids INTO reached FROM (
      SELECT DISTINCT ON (n.id) n.* FROM (
        -- of a place, what stands there and what ends there
        SELECT 'Device' AS kind, d.id, d.owner_id, d.site_id FROM device d WHERE step = 1 AND record_type = 'Site' AND d.site_id = record AND d.status <> ALL (idle)
        UNION ALL
        SELECT 'Link', l.id, l.owner_id, NULL FROM link l
         WHERE step = 1 AND record_type = 'Site' AND (l.a_site_id = record OR l.b_site_id = record) AND l.status <> ALL (idle)
        UNION ALL
        SELECT 'Link', l.id, l.owner_id, NULL FROM link l
         WHERE step = 1 AND record_type = 'Interface' AND (l.a_interface_id = record OR l.b_interface_id = record) AND l.status <> ALL (idle)
        UNION ALL
        -- of devices, the links that end on them and the systems that run on them
        SELECT 'Link', l.id, l.owner_id, NULL FROM unnest(devices) AS f(id) CROSS JOIN LATERAL (
          SELECT a.id, a.owner_id FROM link a WHERE a.a_device_id = f.id AND a.status <> ALL (idle)
          UNION ALL
          SELECT b.id, b.owner_id FROM link b WHERE b.b_device_id = f.id AND b.status <> ALL (idle)) l
        UNION ALL
        SELECT 'InformationSystem', s.id, s.owner_id, NULL FROM unnest(devices) AS f(id)
          JOIN information_system_device o ON o.device_id = f.id JOIN information_system s ON s.id = o.system_id AND s.status <> ALL (idle)
        UNION ALL
        -- of links, the devices that have no other
        SELECT 'Device', d.id, d.owner_id, d.site_id FROM unnest(links) AS f(id)
          JOIN link l ON l.id = f.id CROSS JOIN LATERAL (VALUES (l.a_device_id), (l.b_device_id)) e(id)
          JOIN device d ON d.id = e.id AND d.status <> ALL (idle)
         WHERE NOT EXISTS (SELECT FROM link o WHERE o.a_device_id = d.id AND o.id <> f.id AND o.status <> ALL (idle))
           AND NOT EXISTS (SELECT FROM link o WHERE o.b_device_id = d.id AND o.id <> f.id AND o.status <> ALL (idle))
        UNION ALL
        -- of systems, those that they are part of and those that need them
        SELECT 'InformationSystem', s.id, s.owner_id, NULL FROM unnest(systems) AS f(id)
          JOIN information_system_part o ON o.part_id = f.id JOIN information_system s ON s.id = o.system_id AND s.status <> ALL (idle)
        UNION ALL
        SELECT 'InformationSystem', s.id, s.owner_id, NULL FROM unnest(systems) AS f(id)
          JOIN information_system_dependency o ON o.needs_id = f.id JOIN information_system s ON s.id = o.system_id AND s.status <> ALL (idle)) n
       WHERE NOT EXISTS (SELECT FROM unnest(known) AS k(id) WHERE k.id = n.id)
       ORDER BY n.id LIMIT most + 2 - cardinality(known)) r;
    EXIT WHEN reached.ids IS NULL;
    RETURN QUERY
    SELECT u.kind, u.id, u.owner_id, s.id, step
      FROM unnest(reached.kinds, reached.ids, reached.owner_ids, reached.site_ids) AS u(kind, id, owner_id, site_id) LEFT JOIN site s ON s.id = u.site_id;
    known := known || reached.ids;
    EXIT WHEN step > most_steps OR cardinality(known) > most + 1;
    SELECT array_agg(u.id) FILTER (WHERE u.kind = 'Device'), array_agg(u.id) FILTER (WHERE u.kind = 'Link'), array_agg(u.id) FILTER (WHERE u.kind = 'InformationSystem')
      INTO devices, links, systems FROM unnest(reached.kinds, reached.ids) AS u(kind, id);
  END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION hub.impact_of(text, uuid, int, int) TO hub_api;
`;
