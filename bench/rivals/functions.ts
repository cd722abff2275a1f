import type { Queryable } from '../../src/kernel/postgres/database';

/**
 * Samples lie where only functions with the owner's rights reach, under the hub's own rule. Whoever writes by hand, or gives PostGraphile what
 * it needs, writes such functions for what is asked here: columns as arrays, of gauges alone; and a view of the newest samples that can be joined.
 */
export async function makeFunctions(operator: Queryable): Promise<void> {
  const { rows } = await operator.query<{ rule: string; counted: boolean }>(
    `SELECT private.rule('WRITTEN') AS rule, to_regclass('hub.device_count') IS NOT NULL AS counted`,
  );
  const [{ rule, counted }] = rows as [{ rule: string; counted: boolean }];
  await operator.query(`DROP VIEW IF EXISTS bench.devices_by_region, bench.incidents_by_severity;
    ${functions.replaceAll('WRITTEN', rule)}; ${counted ? overview('device_count', 'hub.open_incident_count', 'sum(c.n)::int') : overview('device', openIncidents, 'count(*)::int')}`);
}

const functions = `
  GRANT USAGE ON SCHEMA bench TO hub_api;
  CREATE OR REPLACE FUNCTION bench.raw_points(ids uuid[], since timestamptz, until timestamptz, most int)
  RETURNS TABLE (id uuid, metric text, timestamps timestamptz[], vals float8[], flags smallint[])
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
  #variable_conflict use_column
  BEGIN
    RETURN QUERY
    SELECT s.id, m.name, p.* FROM series s JOIN metric m ON m.id = s.metric_id
     CROSS JOIN LATERAL (SELECT array_agg(x.at), array_agg(CASE WHEN x.flag = 0 THEN x.value END), array_agg(x.flag)
                           FROM (SELECT y.at, y.value, y.flag FROM sample y WHERE y.series_number = s.number AND y.at >= since AND y.at < until
                                  ORDER BY y.at LIMIT most) x) p
     WHERE s.id = ANY (ids) AND (WRITTEN) ORDER BY array_position(ids, s.id);
  END $$;
  CREATE OR REPLACE FUNCTION bench.grid_points(ids uuid[], since timestamptz, until timestamptz, step int)
  RETURNS TABLE (id uuid, metric text, timestamps timestamptz[], vals float8[], low float8[], high float8[])
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = hub, private, pg_temp AS $$
  #variable_conflict use_column
  BEGIN
    RETURN QUERY
    SELECT s.id, m.name, p.* FROM series s JOIN metric m ON m.id = s.metric_id
     CROSS JOIN LATERAL (SELECT array_agg(g.bucket), array_agg(g.value), array_agg(g.low), array_agg(g.high)
                           FROM (SELECT date_bin(make_interval(secs => step), y.at, 'epoch') AS bucket, avg(y.value) AS value, min(y.value) AS low,
                                        max(y.value) AS high
                                   FROM sample y WHERE y.series_number = s.number AND y.at >= since AND y.at < until AND y.flag = 0
                                  GROUP BY 1 ORDER BY 1) g) p
     WHERE s.id = ANY (ids) AND (WRITTEN) ORDER BY array_position(ids, s.id);
  END $$;
  CREATE OR REPLACE VIEW bench.latest WITH (security_barrier) AS
    SELECT s.id AS series_id, s.subject_id, m.name AS metric, l.at, CASE WHEN l.flag = 0 THEN l.value END AS value, l.flag = 4 AS stale
      FROM hub.series s JOIN hub.metric m ON m.id = s.metric_id JOIN private.latest_sample l ON l.series_number = s.number WHERE WRITTEN;
  GRANT SELECT ON bench.latest TO hub_api;
  CREATE OR REPLACE FUNCTION bench.raw_columns(ids uuid[], since timestamptz, until timestamptz, most int)
  RETURNS TABLE (id uuid, metric text, timestamps json, vals json, flags json) LANGUAGE sql STABLE AS $$
    SELECT p.id, p.metric, array_to_json(p.timestamps), array_to_json(p.vals), array_to_json(p.flags) FROM bench.raw_points(ids, since, until, most) p
  $$;
  CREATE OR REPLACE FUNCTION bench.grid_columns(ids uuid[], since timestamptz, until timestamptz, step int)
  RETURNS TABLE (id uuid, metric text, timestamps json, vals json, low json, high json) LANGUAGE sql STABLE AS $$
    SELECT p.id, p.metric, array_to_json(p.timestamps), array_to_json(p.vals), array_to_json(p.low), array_to_json(p.high)
      FROM bench.grid_points(ids, since, until, step) p
  $$;
  GRANT EXECUTE ON FUNCTION bench.raw_points(uuid[], timestamptz, timestamptz, int), bench.grid_points(uuid[], timestamptz, timestamptz, int),
    bench.raw_columns(uuid[], timestamptz, timestamptz, int), bench.grid_columns(uuid[], timestamptz, timestamptz, int) TO hub_api`;

const openIncidents = `(SELECT i.* FROM hub.incident i WHERE i.state NOT IN ('RESOLVED', 'CLOSED'))`;

/** From the hub's counters, where it has them, or from the records themselves; under the policies of either. */
const overview = (devices: string, incidents: string, count: string): string => `
  CREATE VIEW bench.devices_by_region WITH (security_invoker) AS
    SELECT r.code, r.name, d.status, d.count
      FROM (SELECT c.region_id, c.status, ${count} AS count FROM hub.${devices} c GROUP BY c.region_id, c.status HAVING ${count} <> 0) d
      LEFT JOIN hub.region r ON r.id = d.region_id
     ORDER BY r.sort_key, r.id, array_position('{PLANNED,STAGED,ACTIVE,OFFLINE,DECOMMISSIONING,RETIRED}'::text[], d.status);
  CREATE VIEW bench.incidents_by_severity WITH (security_invoker) AS
    SELECT d.severity, d.count
      FROM (SELECT c.severity, ${count} AS count FROM ${incidents} c GROUP BY c.severity HAVING ${count} <> 0) d
     ORDER BY array_position('{INFO,MINOR,MAJOR,CRITICAL}'::text[], d.severity);
  GRANT SELECT ON bench.devices_by_region, bench.incidents_by_severity TO hub_api`;
