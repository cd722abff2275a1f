/** Temporary functions of the connection that fills: ids and draws that are the same in every run. */
export const preparations = `
  CREATE FUNCTION pg_temp.id_of(kind text, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT (lpad(to_hex(1767225600000 + n), 12, '0') || '7' || substr(md5(kind || n), 1, 3) || '8' || substr(md5(kind || n), 4, 15))::uuid
  $$;
  -- A number below another that looks like chance.
  CREATE FUNCTION pg_temp.draw(n bigint, below int) RETURNS int LANGUAGE sql IMMUTABLE AS $$
    SELECT ((n * 2654435761) % 4294967296 / 65536 % below)::int
  $$;
  CREATE FUNCTION pg_temp.sample_value(series bigint, epoch bigint) RETURNS float8 LANGUAGE sql IMMUTABLE AS $$
    SELECT round(100 * (50 + 30 * sin(epoch / 13751.0::float8 + series % 97) + (epoch / 60 + series * 104729) % 1000 * 0.01::float8)) / 100
  $$`;

/**
 * A national center above 34 regional centers, one a region, above three agencies each. The partner sees one agency's records, 1 % of all,
 * by agreement, and of those no serial numbers.
 */
export const directory = `
  INSERT INTO hub.organization (id, code, name, kind, community_member) VALUES
    (pg_temp.id_of('organization', 1), 'NMC', 'Trung tâm giám sát quốc gia', 'NATIONAL_CENTER', true),
    (pg_temp.id_of('organization', 2), 'PARTNER', 'Đối tác', 'MINISTRY', false);
  INSERT INTO hub.organization (id, code, name, kind, parent_id, region_id)
  SELECT pg_temp.id_of('organization', 10 * r.n), 'RC-' || r.n, 'Trung tâm ' || r.name, 'REGIONAL_CENTER', pg_temp.id_of('organization', 1), r.id
    FROM (SELECT row_number() OVER (ORDER BY g.code) AS n, g.id, g.name FROM hub.region g) r;
  INSERT INTO hub.organization (id, code, name, kind, parent_id, region_id)
  SELECT pg_temp.id_of('organization', 10 * r.n + m), 'RC-' || r.n || '-' || m, 'Cơ quan ' || m || ' ' || r.name, 'AGENCY',
         pg_temp.id_of('organization', 10 * r.n), r.id
    FROM (SELECT row_number() OVER (ORDER BY g.code) AS n, g.id, g.name FROM hub.region g) r CROSS JOIN generate_series(1, 3) m;
  INSERT INTO hub.agreement (id, owner_id, organization_id, title, legal_basis, datasets, withheld, state, accepted_at)
  SELECT pg_temp.id_of('agreement', 1), p.id, c.id, 'RC-7-1 to partner', 'Decree 1', '{INVENTORY,SAMPLES,INCIDENTS}', '{SERIAL}', 'ACCEPTED', now()
    FROM hub.organization p JOIN hub.organization c ON c.code = 'PARTNER' WHERE p.code = 'RC-7-1';
  INSERT INTO hub.metric (id, name, unit, kind)
  SELECT pg_temp.id_of('metric', n), m.name, m.unit, m.kind
    FROM (VALUES (0, 'cpu_utilization_ratio', 'ratio', 'GAUGE'), (1, 'memory_utilization_ratio', 'ratio', 'GAUGE'),
                 (2, 'temperature_celsius', 'celsius', 'GAUGE'), (3, 'sessions', '', 'GAUGE'),
                 (4, 'if_in_octets_total', 'bytes', 'COUNTER')) AS m(n, name, unit, kind)`;

export const regionsSql = `
  INSERT INTO hub.region (id, code, name)
  SELECT pg_temp.id_of('region', r.n), r.code, r.name FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS r(code, name, n)`;
