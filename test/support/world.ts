import type { DirectoryBuilders } from './directory-builders';

export interface Keys {
  /** Steward of NMC, the national center: sees all that is below it. */
  national: string;
  /** Steward of RC-N, one of its two regional centers. */
  regional: string;
  /** Steward of MOH, a ministry with a tree of its own: sees nothing of the centers, nor they of it. */
  partner: string;
}

/**
 * The small world that every hub starts with.
 *
 *     NMC (national, VN)          MOH (ministry)
 *      ├─ RC-N (regional, NORTH)   └─ MOH-IT (agency)
 *      └─ RC-S (regional, SOUTH)
 */
export async function makeWorld({ region, organization, key }: DirectoryBuilders): Promise<Keys> {
  await region({ code: 'VN', name: 'Việt Nam' });
  await region({ code: 'NORTH', name: 'Miền Bắc', parent: 'VN' });
  await region({ code: 'SOUTH', name: 'Miền Nam', parent: 'VN' });
  await organization({
    code: 'NMC',
    name: 'National Monitoring Center',
    kind: 'NATIONAL_CENTER',
    region: 'VN',
    communityMember: true,
  });
  await organization({
    code: 'RC-N',
    name: 'Northern center',
    kind: 'REGIONAL_CENTER',
    parent: 'NMC',
    region: 'NORTH',
    communityMember: true,
  });
  await organization({
    code: 'RC-S',
    name: 'Southern center',
    kind: 'REGIONAL_CENTER',
    parent: 'NMC',
    region: 'SOUTH',
    communityMember: true,
  });
  await organization({ code: 'MOH', name: 'Bộ Y tế', kind: 'MINISTRY' });
  await organization({ code: 'MOH-IT', name: 'Health IT agency', kind: 'AGENCY', parent: 'MOH' });
  return {
    national: await key({ organization: 'NMC', label: 'national desk' }),
    regional: await key({ organization: 'RC-N', label: 'northern desk' }),
    partner: await key({ organization: 'MOH', label: 'health desk' }),
  };
}
