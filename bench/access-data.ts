import type { Pool } from 'pg';

export const viewers = ['national', 'regional', 'partner'] as const;
export type ViewerName = (typeof viewers)[number];

/** The center above all owners; one of 34 regional centers; an organization that sees 1 % by agreement. */
export const organizationOf: Record<ViewerName, string> = { national: 'NMC', regional: 'RC-7', partner: 'PARTNER' };

/** 34 regional centers with 3 organizations below each, and 20,000 devices a scale spread evenly over them. */
export async function fill(operator: Pool, scale: number): Promise<void> {
  await operator.query(`
    INSERT INTO hub.region (id, code, name) SELECT gen_random_uuid(), 'R-' || n, 'Region ' || n FROM generate_series(1, 34) n;
    INSERT INTO hub.organization (id, code, name, kind, community_member) VALUES
      (gen_random_uuid(), 'NMC', 'National center', 'NATIONAL_CENTER', true), (gen_random_uuid(), 'PARTNER', 'Partner', 'MINISTRY', false);
    INSERT INTO hub.organization (id, code, name, kind, parent_id, region_id)
    SELECT gen_random_uuid(), 'RC-' || n, 'Center ' || n, 'REGIONAL_CENTER', p.id, r.id
      FROM generate_series(1, 34) n JOIN hub.organization p ON p.code = 'NMC' JOIN hub.region r ON r.code = 'R-' || n;
    INSERT INTO hub.organization (id, code, name, kind, parent_id, region_id)
    SELECT gen_random_uuid(), 'RC-' || n || '-' || m, 'Agency ' || n || '-' || m, 'AGENCY', p.id, p.region_id
      FROM generate_series(1, 34) n CROSS JOIN generate_series(1, 3) m JOIN hub.organization p ON p.code = 'RC-' || n;
    INSERT INTO hub.agreement (id, owner_id, organization_id, title, legal_basis, datasets, withheld, state, accepted_at)
    SELECT gen_random_uuid(), p.id, c.id, 'Agency 7-1 to partner', 'Decree 1', '{INVENTORY}', '{SERIAL}', 'ACCEPTED', now()
      FROM hub.organization p JOIN hub.organization c ON c.code = 'PARTNER' WHERE p.code = 'RC-7-1';
  `);
  await operator.query(
    `INSERT INTO hub.site (id, owner_id, source, external_id, code, name)
     SELECT gen_random_uuid(), o.id, 'bench', 's' || n, 's' || n, 'Site ' || n
       FROM generate_series(1, 7) n CROSS JOIN hub.organization o WHERE o.code LIKE 'RC-%'`,
  );
  // About 147 devices an owner and scale: one owner of 136 is somewhat less than 1 %.
  await operator.query(
    `INSERT INTO hub.device (id, owner_id, source, external_id, name, role, serial, site_id)
     SELECT gen_random_uuid(), o.id, 'bench', 'd' || n, o.code || '-d' || n, 'ROUTER', 'SN' || n, s.id
       FROM generate_series(1, 147 * $1::int) n CROSS JOIN hub.organization o
       JOIN hub.site s ON s.owner_id = o.id AND s.code = 's' || (n % 7 + 1) WHERE o.code LIKE 'RC-%'`,
    [scale],
  );
  await operator.query('VACUUM ANALYZE hub.device');
  await operator.query('VACUUM ANALYZE hub.site');
}
