import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../kernel/enum';
import { connectionType, listArgs } from '../kernel/reading/list.type';
import { Node, TimedNode } from '../kernel/node.type';
import { organizations, regions } from './directory.collection';
import { organizationKinds, type OrganizationKind } from './organization.values';

export const OrganizationKindEnum = enumOf<OrganizationKind>(organizationKinds);
registerEnumType(OrganizationKindEnum, {
  name: 'OrganizationKind',
  description: 'What an organization is in the national monitoring network.',
  valuesConfig: {
    NATIONAL_CENTER: { description: 'The national network monitoring center.' },
    REGIONAL_CENTER: { description: 'A monitoring center of one region.' },
    MINISTRY: { description: 'A ministry or ministerial-level body.' },
    AGENCY: { description: 'An agency under a ministry, a province or a center.' },
    OPERATOR: { description: 'A company or body that runs networks or leases lines.' },
  },
});

@ObjectType('Organization', {
  implements: Node,
  simpleResolvers: true,
  description: 'An organization of the directory; every key sees the whole directory.',
})
export class Organization extends TimedNode {
  @Field(() => String, { description: 'Short code, unique over all organizations, for example "NMC" or "moh".' })
  code: string;

  @Field(() => String, { description: 'Name, in any script.' })
  name: string;

  @Field(() => OrganizationKindEnum, { description: 'What the organization is.' })
  kind: OrganizationKind;

  @Field(() => Boolean, { description: 'Belongs to the community that TLP:GREEN speaks of.' })
  communityMember: boolean;
}

@ObjectType('Region', {
  implements: Node,
  simpleResolvers: true,
  description: 'A region of the country: provinces and cities, and what they lie in.',
})
export class Region extends TimedNode {
  @Field(() => String, { description: 'Short code, unique over all regions.' })
  code: string;

  @Field(() => String, { description: 'Name, with its diacritics.' })
  name: string;
}

export const OrganizationConnection = connectionType('Organization', () => Organization);
export const OrganizationArgs = listArgs(organizations);
export const RegionConnection = connectionType('Region', () => Region);
export const RegionArgs = listArgs(regions);
