interface Counted {
  table: string;
  counts: string;
  columns: string;
  where: string;
}

const counted: Counted[] = [
  { table: 'site', counts: 'site_count', columns: 'owner_id, region_id, status', where: 'true' },
  { table: 'device', counts: 'device_count', columns: 'owner_id, region_id, status', where: 'true' },
  {
    table: 'incident',
    counts: 'open_incident_count',
    columns: 'owner_id, region_id, tlp, severity, party_ids',
    where: `state NOT IN ('RESOLVED', 'CLOSED')`,
  },
  {
    table: 'warning',
    counts: 'open_warning_count',
    columns: 'owner_id, writer_id, region_id, severity, state',
    where: 'cleared_at IS NULL',
  },
];

/** Groups where the counters say anything else than a plain GROUP BY does at the same moment, for whoever asks. */
export const miscounted = counted
  .map(({ table, counts, columns, where }) => {
    const kept = `SELECT ${columns}, sum(n)::int AS n FROM ${counts} GROUP BY ${columns} HAVING sum(n) <> 0`;
    const plain = `SELECT ${columns}, count(*)::int AS n FROM ${table} WHERE ${where} GROUP BY ${columns}`;
    return `SELECT '${counts}' AS counts, to_jsonb(x) AS row
              FROM ((${kept} EXCEPT ALL ${plain}) UNION ALL (${plain} EXCEPT ALL ${kept})) x`;
  })
  .join(' UNION ALL ');

/** How many rows the counters have, whatever they say. */
export const counterRows = counted
  .map(({ counts }) => `SELECT '${counts}' AS counts, count(*)::int AS rows FROM ${counts}`)
  .join(' UNION ALL ');
