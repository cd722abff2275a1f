import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Records as they were at an instant. */
export class AsOf1790000001000 implements MigrationInterface {
  name = 'AsOf1790000001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}

const sql = String.raw`
-- Each record asked for as its last change until an instant left it, and when what of it shows to this viewer last changed: for who sees
-- the record as it stands now and, where what stood then carries a marking, sees that too. A change counts from the start of its transaction.
CREATE FUNCTION hub.record_as_of(records uuid[], instant timestamptz)
RETURNS TABLE (record_id uuid, record_type text, changed_at timestamptz, image jsonb)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 10 SET search_path = hub, private, pg_temp AS $$
  SELECT r.id, now.record_type, shown.at, was.after - masked_columns(w.fields) - '{number,party_ids}'::text[]
    FROM unnest(records) r(id)
   CROSS JOIN LATERAL (SELECT n.operation, n.dataset, n.record_type, n.owner_id, n.writer_id, n.region_id, n.tlp, n.after ->> 'severity' AS severity, n.party_ids
                         FROM change n WHERE n.record_id = r.id AND n.operation <> 'APPENDED'
                        ORDER BY n.seq DESC LIMIT 1) now
   CROSS JOIN LATERAL (SELECT CASE WHEN now.dataset = 'INVENTORY' THEN hub.withheld(hub.inventory_grants(), now.owner_id, now.region_id) END AS fields) w
   CROSS JOIN LATERAL (SELECT c.seq, c.operation, c.owner_id, c.writer_id, c.region_id, c.tlp, c.party_ids, c.after
                         FROM change c WHERE c.record_id = r.id AND c.operation <> 'APPENDED' AND c.at <= instant
                        ORDER BY c.seq DESC LIMIT 1) was
   -- A change of nothing but withheld fields is none, as in the history.
   CROSS JOIN LATERAL (SELECT c.at FROM change c
                        WHERE c.record_id = r.id AND c.operation <> 'APPENDED' AND c.seq <= was.seq
                          AND c.before - masked_columns(w.fields) IS DISTINCT FROM c.after - masked_columns(w.fields)
                        ORDER BY c.seq DESC LIMIT 1) shown
   WHERE now.operation <> 'DELETED' AND was.operation <> 'DELETED'
     AND sees(now.dataset, now.record_type, now.owner_id, now.writer_id, now.region_id, now.tlp, now.severity, now.party_ids)
     AND (was.tlp IS NULL
          OR sees(now.dataset, now.record_type, was.owner_id, was.writer_id, was.region_id, was.tlp, was.after ->> 'severity', was.party_ids))
$$;
GRANT EXECUTE ON FUNCTION hub.record_as_of(uuid[], timestamptz) TO hub_api;
`;
