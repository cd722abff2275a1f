import type { Random } from '../../random';
import { maybe, someInstant, someName } from './chance';
import type { Organization, Region } from './directory-model';
import { someId } from './unique-words';

/** A country and what lies in it, three levels deep. */
export function generateRegions(random: Random): Region[] {
  const regions: Region[] = [];
  for (let i = 0; i < 7; i += 1) {
    const shallow = regions.filter(({ parent }) => !parent?.parent);
    const parent = i === 0 ? null : maybe(random, 0.8, random.pick(shallow));
    const naming = { code: `R${i}`, name: someName(random) };
    regions.push({ type: 'Region', id: someId(random), ...naming, createdAt: someInstant(random), parent });
  }
  return regions;
}

const depthOf = ({ parent }: Organization): number => (parent ? 1 + depthOf(parent) : 1);

/** Several trees, up to four levels deep: the first root is a national center, the last one stands alone. */
export function generateOrganizations(random: Random, regions: readonly Region[]): Organization[] {
  const organizations: Organization[] = [];
  const add = (parent: Organization | null, kind: string): Organization => {
    const naming = { code: `O${organizations.length}`, name: someName(random), kind };
    const organization: Organization = {
      ...{ type: 'Organization', id: someId(random), ...naming, createdAt: someInstant(random), parent },
      region: maybe(random, 0.8, random.pick(regions)),
      communityMember: random.chance(0.5),
    };
    organizations.push(organization);
    return organization;
  };
  const trunk = add(add(add(add(null, 'NATIONAL_CENTER'), 'REGIONAL_CENTER'), 'AGENCY'), 'OPERATOR');
  add(trunk.parent!.parent, 'AGENCY');
  add(null, 'MINISTRY');
  while (organizations.length < 15) {
    const shallow = organizations.filter((organization) => depthOf(organization) < 4);
    add(maybe(random, 0.92, random.pick(shallow)), random.pick(['REGIONAL_CENTER', 'AGENCY', 'OPERATOR']));
  }
  add(null, 'OPERATOR');
  return organizations;
}
