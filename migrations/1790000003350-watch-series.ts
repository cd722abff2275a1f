import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the detector has learned of series that no rule looks at, how far each was judged, and who wants it not. */
export class WatchSeries1790000003350 implements MigrationInterface {
  name = 'WatchSeries1790000003350';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}

const sql = String.raw`
-- Of each slice of 1,024 numbers of series: whether samples have come, and up to where each of its series was judged and how it stands then
-- (rules/states/state-codec.ts). Locked while it is gone through.
CREATE TABLE private.detector_slice (
  slice     int PRIMARY KEY,
  is_due    boolean NOT NULL DEFAULT true,
  looked_at timestamptz NOT NULL DEFAULT '-infinity',
  standings bytea NOT NULL DEFAULT ''
);
ALTER TABLE private.detector_slice ALTER standings SET STORAGE EXTERNAL;
-- What was learned of a series up to an instant: kept now and then. What came after it, up to where the series was judged, is learned again from
-- its samples when a process has it not in mind.
CREATE TABLE private.detector_state (
  series_number bigint PRIMARY KEY,
  up_to         timestamptz NOT NULL,
  state         bytea NOT NULL CHECK (length(state) <= 2048)
);
ALTER TABLE private.detector_state ALTER state SET STORAGE EXTERNAL;
-- How far the change log was looked through for samples: one row.
CREATE TABLE private.detector_pass (
  is_there     boolean PRIMARY KEY DEFAULT true CHECK (is_there),
  samples_seen xid8 NOT NULL,
  looked_at    timestamptz NOT NULL
);
-- Organizations whose series, those they own and those they write, are not to be watched.
CREATE TABLE private.detector_off (
  organization_id uuid PRIMARY KEY REFERENCES hub.organization,
  since           timestamptz NOT NULL DEFAULT now()
);
-- Says whether they are, for a desk of the organization or of one that writes for it; with the next pass all series are gone through again.
CREATE FUNCTION hub.watch_series_of(organization uuid, wanted boolean) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
BEGIN
  IF NOT coalesce(organization = ANY ((SELECT hub.writers())::uuid[]) AND current_setting('hub.role', true) IN ('RESPONDER', 'STEWARD'), false) THEN
    RAISE insufficient_privilege USING MESSAGE = 'Series of this organization are not for this key to watch.';
  END IF;
  IF wanted THEN
    DELETE FROM detector_off o WHERE o.organization_id = organization;
  ELSE
    INSERT INTO detector_off (organization_id) VALUES (organization) ON CONFLICT DO NOTHING;
  END IF;
  IF FOUND THEN
    UPDATE detector_pass p SET looked_at = '-infinity';
  END IF;
END $$;
REVOKE EXECUTE ON FUNCTION hub.watch_series_of(uuid, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hub.watch_series_of(uuid, boolean) TO hub_api;
`;
