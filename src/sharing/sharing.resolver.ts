import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context';
import { ownerOf, regionOf } from '../directory/directory.edges';
import { Organization, OrganizationArgs, OrganizationConnection, Region } from '../directory/directory.type';
import type { ListArgs } from '../kernel/reading/page';
import type { AgreementRow } from './agreement.entity';
import { Agreement, AgreementArgs, AgreementConnection, Consumer } from './agreement.type';
import { agreements, sharingGroups } from './sharing.collection';
import { agreementEndedBy, agreementGroup, agreementOrganization, groupMembers } from './sharing.edges';
import type { SharingGroupRow } from './sharing-group.entity';
import { SharingGroup, SharingGroupArgs, SharingGroupConnection } from './sharing-group.type';

@Resolver(() => Agreement)
export class AgreementResolver {
  @Query(() => AgreementConnection, { description: "Agreements of the viewer's side, as provider or as consumer." })
  agreements(@Args(() => AgreementArgs) args: ListArgs, @Ctx() context: Context) {
    return context.list(agreements, args);
  }

  @FieldResolver(() => Organization, { description: 'Whose records are shared.' })
  provider(@Root() row: AgreementRow, @Ctx() context: Context) {
    return context.one(ownerOf, row);
  }

  @FieldResolver(() => Consumer, { description: 'Whom they are shared with.' })
  async consumer(@Root() row: AgreementRow, @Ctx() context: Context) {
    return row.organizationId ? context.one(agreementOrganization, row) : context.one(agreementGroup, row);
  }

  @FieldResolver(() => Region, { nullable: true, description: 'The region it is limited to; null where it is not.' })
  region(@Root() row: AgreementRow, @Ctx() context: Context) {
    return context.one(regionOf, row);
  }

  @FieldResolver(() => Organization, {
    nullable: true,
    description: 'The organization whose steward ended it: a side, or one that writes for a side.',
  })
  endedBy(@Root() row: AgreementRow, @Ctx() context: Context) {
    return context.one(agreementEndedBy, row);
  }
}

@Resolver(() => SharingGroup)
export class SharingGroupResolver {
  @Query(() => SharingGroupConnection, { description: 'Sharing groups of the directory.' })
  sharingGroups(@Args(() => SharingGroupArgs) args: ListArgs, @Ctx() context: Context) {
    return context.list(sharingGroups, args);
  }

  @FieldResolver(() => Organization, { description: 'Who keeps it.' })
  owner(@Root() row: SharingGroupRow, @Ctx() context: Context) {
    return context.one(ownerOf, row);
  }

  @FieldResolver(() => OrganizationConnection, {
    description: 'Who is in it, for its members, its keeper and those above that; empty for others.',
  })
  members(@Root() row: SharingGroupRow, @Args(() => OrganizationArgs) args: ListArgs, @Ctx() context: Context) {
    return context.many(groupMembers, row, args);
  }
}
