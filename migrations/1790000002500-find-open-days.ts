import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The days that have rows beside their steps are looked for only where there are steps of them, day by day instead of row by row. */
export class FindOpenDays1790000002500 implements MigrationInterface {
  name = 'FindOpenDays1790000002500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}

const sql = String.raw`
-- The days in UTC on which a series has rows that are numbers, from the first of some rows to the last of them: no more than one row a day is
-- read for it. Of no rows, none.
CREATE FUNCTION private.open_days(number bigint, first_at timestamptz, last_at timestamptz) RETURNS date[]
LANGUAGE plpgsql STABLE SET search_path = hub, private, pg_temp SET timezone = 'UTC' AS $$
DECLARE
  days date[] := '{}';
  next timestamptz := first_at;
BEGIN
  WHILE next IS NOT NULL LOOP
    days := days || next::date;
    next := (SELECT min(y.at) FROM sample y
              WHERE y.series_number = open_days.number AND y.flag = 0 AND y.at >= (next::date + 1)::timestamptz AND y.at <= last_at);
  END LOOP;
  RETURN days;
END $$;
REVOKE EXECUTE ON FUNCTION private.open_days(bigint, timestamptz, timestamptz) FROM PUBLIC;

DO $do$
DECLARE
  mends CONSTANT text[] := ARRAY[
    [$a$coalesce(array_agg(x.at::date) FILTER (WHERE x.begins_day), '{}') AS days$a$, 'min(x.at) AS first_at, max(x.at) AS last_at'],
    [$a$y.value, y.at::date IS DISTINCT FROM lag(y.at::date) OVER (ORDER BY y.at) AS begins_day FROM$a$, 'y.value FROM'],
    -- As a query of its own it is asked once a series, and not at all where no steps are kept.
    ['ALL (p.days)', 'ALL ((SELECT open_days(s.number, p.first_at, p.last_at))::date[])']];
  reader text;
  mend   text[];
  made   text;
BEGIN
  FOREACH reader IN ARRAY '{5m,1h,1d}'::text[] LOOP
    made := pg_get_functiondef(format('hub.sample_steps_%s(uuid[], timestamptz[], timestamptz, int, int)', reader)::regprocedure);
    FOREACH mend SLICE 1 IN ARRAY mends LOOP
      IF position(mend[1] IN made) = 0 THEN RAISE 'hub.sample_steps_% is not as it was made: it has no "%"', reader, mend[1]; END IF;
      made := replace(made, mend[1], mend[2]);
    END LOOP;
    EXECUTE made;
  END LOOP;
END $do$;
`;
