import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rules that organizations keep over their series, what each of them selects, and how each of these stands to it. */
export class CreateWarningRules1790000003300 implements MigrationInterface {
  name = 'CreateWarningRules1790000003300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}

const sql = String.raw`
-- A rule of an organization (owner_id) over series that it sees: those of a metric, or of all, that the filter finds, with the labels, in the
-- regions, of systems of that level. A removed one stays, since warnings lead to it.
CREATE TABLE hub.warning_rule (
  id                uuid PRIMARY KEY,
  owner_id          uuid NOT NULL REFERENCES hub.organization,
  party_ids         uuid[] NOT NULL GENERATED ALWAYS AS (ARRAY[owner_id]) STORED,
  code              text COLLATE "C" NOT NULL CHECK (code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$'),
  name              text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  metric            text COLLATE "C" CHECK (length(metric) BETWEEN 1 AND 200),
  series_filter     jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(series_filter) = 'object'),
  conditions        jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(conditions) = 'array'),
  region_ids        uuid[] CHECK (cardinality(region_ids) BETWEEN 1 AND 100),
  least_level       int CHECK (least_level BETWEEN 1 AND 5),
  condition         text NOT NULL CHECK (condition IN ('THRESHOLD', 'RATE', 'ABSENCE', 'FORECAST')),
  terms             jsonb NOT NULL CHECK (jsonb_typeof(terms) = 'object'),
  severity          text NOT NULL CHECK (severity IN ('INFO', 'MINOR', 'MAJOR', 'CRITICAL')),
  -- of what carries an information system of the level 1, 2 … 5
  severity_by_level text[] CHECK (cardinality(severity_by_level) = 5 AND severity_by_level <@ '{INFO,MINOR,MAJOR,CRITICAL}'),
  why               text CHECK (length(why) BETWEEN 1 AND 500),
  is_enabled        boolean NOT NULL DEFAULT true,
  removed_at        timestamptz,
  created_at        timestamptz NOT NULL DEFAULT now(),
  updated_at        timestamptz NOT NULL DEFAULT now(),
  UNIQUE (owner_id, code),
  CHECK (metric IS NOT NULL OR condition = 'ABSENCE')
);
CREATE INDEX warning_rule_owner ON hub.warning_rule (owner_id, id);
CREATE TRIGGER touch BEFORE UPDATE ON hub.warning_rule FOR EACH ROW EXECUTE FUNCTION private.touch();
-- For the organization and those above it. Who works on its warnings keeps them: a rule shows nobody what he does not see anyway.
CALL private.protect('hub.warning_rule', 'PARTIES',
  'owner_id = ANY ((SELECT hub.writers())::uuid[]) AND (SELECT current_setting(''hub.role'', true)) IN (''RESPONDER'', ''STEWARD'')');
CALL private.record_changes_of('hub.warning_rule', 'WarningRule', 'SHARING');

ALTER TABLE hub.warning ADD FOREIGN KEY (rule_id) REFERENCES hub.warning_rule;

-- What a rule selects was looked up as the rule stood then (revision), how long that took, and how many series it found. judged: what series are
-- judged by; where that changes they are judged anew. is_stale: what it depends on has changed since.
CREATE TABLE private.rule_selection (
  rule_id     uuid PRIMARY KEY REFERENCES hub.warning_rule,
  revision    timestamptz NOT NULL,
  judged      jsonb NOT NULL,
  selected_at timestamptz NOT NULL,
  seconds     double precision NOT NULL,
  count       int NOT NULL,
  is_cut      boolean NOT NULL,
  is_stale    boolean NOT NULL DEFAULT false,
  -- of absence: when it is to be looked for again
  due_at      timestamptz NOT NULL
);
-- How series of a slice of 1,024 numbers stand to a rule: their numbers, and of each in that order what is kept of it (rules/states/state-codec.ts).
-- warm_until: what samples of before tell is no news. due_at: of rules that look now and then.
CREATE TABLE private.rule_state (
  slice      int NOT NULL,
  rule_id    uuid NOT NULL REFERENCES hub.warning_rule,
  numbers    bigint[] NOT NULL,
  states     bytea NOT NULL,
  warm_until timestamptz NOT NULL,
  due_at     timestamptz NOT NULL,
  PRIMARY KEY (slice, rule_id)
);
ALTER TABLE private.rule_state ALTER states SET STORAGE EXTERNAL, ALTER numbers SET STORAGE EXTERNAL;
CREATE INDEX rule_state_rule ON private.rule_state (rule_id, slice);
-- Slices that rules select series of. Locked while they are gone through. is_due: samples have come; wake_at: time alone may bring something.
CREATE TABLE private.rule_slice (
  slice     int PRIMARY KEY,
  is_due    boolean NOT NULL DEFAULT true,
  looked_at timestamptz NOT NULL DEFAULT '-infinity',
  wake_at   timestamptz NOT NULL DEFAULT 'infinity'
);
-- What stands as firing by a rule, as it was told: of a series, or (subject_id = key) of a device or an organization that is silent.
CREATE TABLE private.rule_firing (
  rule_id        uuid NOT NULL REFERENCES hub.warning_rule,
  key            uuid NOT NULL,
  series_id      uuid,
  subject_column text,
  subject_id     uuid,
  labels         jsonb NOT NULL,
  severity       text NOT NULL,
  at             timestamptz NOT NULL,
  -- of silence: when it was last heard; of forecasts: when the limit is reached
  heard_at       timestamptz,
  reaches_at     timestamptz,
  explanation    text NOT NULL,
  PRIMARY KEY (rule_id, key)
);
CREATE INDEX rule_firing_series ON private.rule_firing (series_id) WHERE series_id IS NOT NULL;
-- How far the change log was looked through for samples and for what selections depend on; when rules were last looked at, and since when
-- without a break: one row.
CREATE TABLE private.rule_pass (
  is_there       boolean PRIMARY KEY DEFAULT true CHECK (is_there),
  samples_seen   xid8 NOT NULL,
  inventory_seen xid8 NOT NULL,
  inventory_at   timestamptz NOT NULL,
  looked_at      timestamptz NOT NULL,
  since          timestamptz NOT NULL
);

-- How many series rules select, since when, and how many of these fire: of rules that the viewer sees.
DO $do$ BEGIN
  EXECUTE format($f$
    CREATE FUNCTION hub.rule_selections(rules uuid[]) RETURNS TABLE (rule_id uuid, count int, is_cut boolean, selected_at timestamptz, firing int)
    LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 10 SET search_path = hub, private, pg_temp AS $$
    #variable_conflict use_column
    BEGIN
      RETURN QUERY
      SELECT s.rule_id, s.count, s.is_cut, s.selected_at, (SELECT count(*)::int FROM rule_firing f WHERE f.rule_id = s.rule_id)
        FROM warning_rule r JOIN rule_selection s ON s.rule_id = r.id AND s.revision = r.updated_at WHERE r.id = ANY (rules) AND (%s);
    END $$ $f$, private.rule('PARTIES'));
END $do$;
REVOKE EXECUTE ON FUNCTION hub.rule_selections(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hub.rule_selections(uuid[]) TO hub_api;
`;
