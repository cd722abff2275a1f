import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { List, Many, One } from '../kernel/reading/field-edge';
import type { Context } from '../context';
import { ownerOf, regionOf } from '../directory/directory.edges';
import { Organization, OrganizationArgs, OrganizationConnection, Region } from '../directory/directory.type';
import type { AgreementRow } from './agreement.entity';
import { Agreement, AgreementArgs, AgreementConnection, Consumer } from './agreement.type';
import { agreements, sharingGroups } from './sharing.collection';
import { agreementEndedBy, agreementGroup, agreementOrganization, groupMembers } from './sharing.edges';
import { SharingGroup, SharingGroupArgs, SharingGroupConnection } from './sharing-group.type';

@Resolver(() => Agreement)
export class AgreementResolver {
  @List(agreements, () => AgreementConnection, () => AgreementArgs, {
    description: "Agreements of the viewer's side, as provider or as consumer.",
  })
  readonly agreements: unknown;

  @One(ownerOf, () => Organization, { description: 'Whose records are shared.' })
  readonly provider: unknown;

  @FieldResolver(() => Consumer, { description: 'Whom they are shared with.' })
  async consumer(@Root() row: AgreementRow, @Ctx() context: Context) {
    return row.organizationId ? context.one(agreementOrganization, row) : context.one(agreementGroup, row);
  }

  @One(regionOf, () => Region, { nullable: true, description: 'The region it is limited to; null where it is not.' })
  readonly region: unknown;

  @One(agreementEndedBy, () => Organization, {
    nullable: true,
    description: 'The organization whose steward ended it: a side, or one that writes for a side.',
  })
  readonly endedBy: unknown;
}

@Resolver(() => SharingGroup)
export class SharingGroupResolver {
  @List(sharingGroups, () => SharingGroupConnection, () => SharingGroupArgs, {
    description: 'Sharing groups of the directory.',
  })
  readonly sharingGroups: unknown;

  @One(ownerOf, () => Organization, { description: 'Who keeps it.' })
  readonly owner: unknown;

  @Many(groupMembers, () => OrganizationConnection, () => OrganizationArgs, {
    description: 'Who is in it, for its members, its keeper and those above that; empty for others.',
  })
  readonly members: unknown;
}
