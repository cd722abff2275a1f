import { entriesOfIncident, metricsOfDevice, portsOfDevice, type Sizes } from './sizes';

/** One statement of the fill; from and to are numbers of the records it makes. */
export interface Stage {
  what: string;
  count: number;
  /** Records of one statement, where there are many. */
  step?: number;
  sql: (from: number, to: number) => string;
}

/** Every hundredth site is RC-7-1's, the others are spread evenly over the other 135 owners. */
const ownerOfSite = `(CASE WHEN n % 100 = 1 THEN (SELECT o.id FROM hub.organization o WHERE o.code = 'RC-7-1')
                           ELSE (SELECT a.ids[n % 135 + 1] FROM owners a) END)`;
const owners = `WITH owners AS MATERIALIZED (
  SELECT array_agg(o.id ORDER BY o.id) AS ids FROM hub.organization o WHERE o.code LIKE 'RC-%' AND o.code <> 'RC-7-1')`;
const numbers = (from: number, to: number): string => `generate_series(${from}::bigint, ${to}::bigint) n`;

/** Sites, devices spread evenly over them, their interfaces, links between devices of one site. */
export function inventoryStages({ sites, devices, interfaces, links }: Sizes): Stage[] {
  return [
    {
      what: 'sites',
      count: sites,
      sql: (from, to) => `${owners}
        INSERT INTO hub.site (id, owner_id, source, external_id, code, name, latitude, longitude)
        SELECT pg_temp.id_of('site', n), ${ownerOfSite}, 'bench', 's' || n, 'S' || n, 'Trạm số ' || n,
               8.5 + pg_temp.draw(n, 1400) / 100.0, 102.5 + pg_temp.draw(n + 7, 650) / 100.0 FROM ${numbers(from, to)}`,
    },
    {
      what: 'devices',
      count: devices,
      step: 100_000,
      sql: (from, to) => `
        INSERT INTO hub.device (id, owner_id, source, external_id, name, role, status, manufacturer, model, serial, platform, management_address, site_id)
        SELECT pg_temp.id_of('device', n), s.owner_id, 'bench', 'd' || n, 'thiết-bị-' || n,
               ('{ROUTER,ROUTER,ROUTER,ROUTER,ROUTER,SWITCH,SWITCH,SWITCH,FIREWALL,SERVER}'::text[])[pg_temp.draw(n, 10) + 1],
               coalesce(('{OFFLINE,STAGED,PLANNED}'::text[])[pg_temp.draw(n + 3, 20) + 1], 'ACTIVE'),
               'Maker ' || n % 5, 'M-' || n % 17, 'SN' || n, 'os-' || n % 7, '10.0.0.0'::inet + n, s.id
          FROM ${numbers(from, to)} JOIN hub.site s ON s.id = pg_temp.id_of('site', (n - 1) % ${sites} + 1) ORDER BY n`,
    },
    {
      what: 'interfaces',
      count: interfaces,
      step: 100_000,
      sql: (from, to) => `
        INSERT INTO hub.interface (id, owner_id, source, external_id, device_id, name, kind, enabled, speed_bps, mac, description)
        SELECT pg_temp.id_of('interface', n), d.owner_id, 'bench', 'i' || n, d.id, 'GigabitEthernet0/' || (n - 1) % ${portsOfDevice},
               '1000base-t', pg_temp.draw(n, 20) > 0, 1000000000, ('02' || lpad(to_hex(n), 10, '0'))::macaddr,
               CASE WHEN n % ${portsOfDevice} = 1 THEN 'Uplink ' || n END
          FROM ${numbers(from, to)} JOIN hub.device d ON d.id = pg_temp.id_of('device', (n - 1) / ${portsOfDevice} + 1) ORDER BY n`,
    },
    {
      what: 'links',
      count: links,
      step: 100_000,
      sql: (from, to) => `
        INSERT INTO hub.link (id, owner_id, source, external_id, name, kind, capacity_bps, a_interface_id, b_interface_id)
        SELECT pg_temp.id_of('link', e.n), a.owner_id, 'bench', 'l' || e.n, 'Tuyến ' || e.n, 'CABLE', 1000000000, a.id,
               pg_temp.id_of('interface', (e.b - 1) * ${portsOfDevice} + 6 + e.turn)
          FROM (SELECT d.n, d.a, d.turn, CASE WHEN d.a + ${sites} <= ${devices} THEN d.a + ${sites} ELSE d.a - ${sites} END AS b
                  FROM (SELECT n, (n - 1) % ${devices} + 1 AS a, (n - 1) / ${devices} AS turn FROM ${numbers(from, to)}) d) e
          JOIN hub.interface a ON a.id = pg_temp.id_of('interface', (e.a - 1) * ${portsOfDevice} + 1 + e.turn) ORDER BY e.n`,
    },
  ];
}

/** Of a site's devices each incident affects two to four; its owner is theirs. */
export function incidentStages({ sites, devices, incidents, entries }: Sizes): Stage[] {
  const perSite = Math.floor(devices / sites);
  return [
    {
      what: 'incidents',
      count: incidents,
      sql: (from, to) => `
        INSERT INTO hub.incident (id, owner_id, source, external_id, tlp, reporter_id, party_ids, reference, title, summary, class, type, severity, state,
                                  occurred_at, detected_at)
        SELECT pg_temp.id_of('incident', n), s.owner_id, 'bench', 'k' || n,
               coalesce((ARRAY['RED', 'AMBER_STRICT', 'AMBER_STRICT', 'GREEN', 'GREEN', 'GREEN', 'GREEN'])[pg_temp.draw(n, 20) + 1], 'AMBER'), s.owner_id, '{}',
               'INC-' || n, 'Mất kết nối tại trạm ' || s.code, 'Sự cố số ' || n || ' do benchmark tạo.', 'availability', 'outage',
               coalesce((ARRAY['CRITICAL', 'MAJOR', 'MAJOR', 'MAJOR'])[pg_temp.draw(n + 5, 20) + 1], CASE WHEN n % 2 = 0 THEN 'MINOR' ELSE 'INFO' END),
               ('{NEW,TRIAGED,IN_PROGRESS,CONTAINED,RESOLVED,CLOSED}'::text[])[pg_temp.draw(n + 9, 6) + 1],
               timestamptz '2026-01-01Z' + n * interval '1 minute', timestamptz '2026-01-01 00:01Z' + n * interval '1 minute'
          FROM ${numbers(from, to)} JOIN hub.site s ON s.id = pg_temp.id_of('site', (n - 1) % ${sites} + 1) ORDER BY n`,
    },
    {
      what: 'devices that incidents affect',
      count: incidents,
      sql: (from, to) => `
        INSERT INTO hub.incident_subject (id, incident_id, owner_id, tlp, severity, party_ids, device_id)
        SELECT pg_temp.id_of('subject', n * 4 + j), i.id, i.owner_id, i.tlp, i.severity, i.party_ids,
               pg_temp.id_of('device', (n - 1) % ${sites} + 1 + ${sites} * ((pg_temp.draw(n, ${perSite}) + j) % ${perSite}))
          FROM ${numbers(from, to)} CROSS JOIN LATERAL generate_series(0, 1 + n % 3) j
          JOIN hub.incident i ON i.id = pg_temp.id_of('incident', n) ORDER BY n, j`,
    },
    {
      what: 'timeline entries',
      count: entries,
      sql: (from, to) => `
        INSERT INTO hub.timeline_entry (id, incident_id, owner_id, source, external_id, marking, tlp, severity, party_ids, author_id, author_desk, kind, at, text)
        SELECT pg_temp.id_of('entry', n), i.id, i.owner_id, 'bench', 't' || n, m.marking, m.marking, i.severity, i.party_ids, i.owner_id, 'Ca trực',
               ('{NOTE,STATE_CHANGE,ACTION,COMMUNICATION}'::text[])[n % 4 + 1], i.detected_at + (n % ${entriesOfIncident}) * interval '10 minutes',
               'Đã kiểm tra đường truyền, đang chờ phản hồi của đơn vị vận hành; ghi chú số ' || n || '.'
          FROM ${numbers(from, to)} CROSS JOIN LATERAL (SELECT CASE WHEN pg_temp.draw(n, 10) = 0 THEN 'RED' ELSE 'AMBER' END AS marking) m
          JOIN hub.incident i ON i.id = pg_temp.id_of('incident', (n - 1) / ${entriesOfIncident} + 1) ORDER BY n`,
    },
  ];
}

export const seriesStage = ({ devices, series }: Sizes): Stage => ({
  what: 'series',
  count: series,
  step: 100_000,
  sql: (from, to) => `
    INSERT INTO hub.series (id, number, metric_id, writer_id, source, external_id, labels, device_id, interface_id) OVERRIDING SYSTEM VALUE
    SELECT pg_temp.id_of('series', e.n), e.n, pg_temp.id_of('metric', e.metric), d.owner_id, 'bench', encode(sha256(convert_to('m' || e.n, 'UTF8')), 'hex'),
           jsonb_build_object('device', d.external_id), CASE WHEN e.metric < 4 THEN d.id END,
           CASE WHEN e.metric = 4 THEN pg_temp.id_of('interface', (e.device - 1) * ${portsOfDevice} + 1) END
      FROM (SELECT n, CASE WHEN n <= ${devices * metricsOfDevice} THEN (n - 1) / ${metricsOfDevice} + 1 ELSE n - ${devices * metricsOfDevice} END AS device,
                   CASE WHEN n <= ${devices * metricsOfDevice} THEN (n - 1) % ${metricsOfDevice} ELSE 4 END AS metric FROM ${numbers(from, to)}) e
      JOIN hub.device d ON d.id = pg_temp.id_of('device', e.device) ORDER BY e.n`,
});
