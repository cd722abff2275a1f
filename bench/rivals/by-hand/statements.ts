/** What the questions are asked with; the connection finds the views that withhold before the tables. */
export const sql: Record<string, string> = {
  device: `
    SELECT t.id, t.name, t.role, t.status, t.manufacturer, t.model, t.serial, host(t.management_address), s.id, s.code, s.name, r.id, r.code, r.name
      FROM device t LEFT JOIN site s ON s.id = t.site_id LEFT JOIN region r ON r.id = s.region_id WHERE t.id = $1`,
  'wide page': `
    SELECT t.id, t.name, t.role, t.status, s.id, s.code, s.name
      FROM (SELECT t.* FROM hub.device t WHERE t.id > $1 ORDER BY t.id LIMIT 50) t LEFT JOIN hub.site s ON s.id = t.site_id ORDER BY t.id`,
  // For who sees few owners: a range of the index for each, merged.
  'narrow page': `
    SELECT t.id, t.name, t.role, t.status, s.id, s.code, s.name
      FROM (SELECT x.* FROM unnest(hub.inventory_owners()) AS o(id) CROSS JOIN LATERAL (
              SELECT t.* FROM hub.device t WHERE t.owner_id = o.id AND t.id > $1 ORDER BY t.id LIMIT 50) x ORDER BY x.id LIMIT 50) t
      LEFT JOIN hub.site s ON s.id = t.site_id ORDER BY t.id`,
  interfaces: `
    SELECT p.id, i.* FROM unnest($1::uuid[]) AS p(id) CROSS JOIN LATERAL (
      SELECT i.id, i.name, i.kind, i.enabled, i.speed_bps FROM hub.interface i WHERE i.device_id = p.id ORDER BY i.id LIMIT 10) i`,
  latest: `SELECT l.subject_id, l.metric, l.at, l.value, l.stale FROM bench.latest l WHERE l.subject_id = ANY ($1::uuid[]) ORDER BY l.metric, l.series_id`,
  incidents: `
    SELECT t.id, t.reference, t.title, t.severity, t.state, t.detected_at, o.code, o.name, t.affected_ids
      FROM (SELECT t.* FROM incident t WHERE t.id > $1 ORDER BY t.id LIMIT 20) t JOIN organization o ON o.id = t.owner_id ORDER BY t.id`,
  affects: `SELECT d.id, d.name, d.role FROM hub.device d WHERE d.id = ANY ($1::uuid[])`,
  timeline: `
    SELECT p.id, e.* FROM unnest($1::uuid[]) AS p(id) CROSS JOIN LATERAL (
      SELECT e.id, e.at, e.kind, e.text, e.tlp FROM timeline_entry e WHERE e.incident_id = p.id ORDER BY e.at, e.id LIMIT 10) e`,
  grid: `SELECT g.id, g.metric, array_send(g.timestamps), g.vals, g.low, g.high FROM bench.grid_points($1::uuid[], $2, $3, 300) g`,
  raw: `SELECT r.id, r.metric, array_send(r.timestamps), r.vals, r.flags FROM bench.raw_points($1::uuid[], $2, $3, 2000) r`,
  devicesByRegion: `SELECT d.code, d.name, d.status, d.count FROM bench.devices_by_region d`,
  incidentsBySeverity: `SELECT i.severity, i.count FROM bench.incidents_by_severity i`,
};
