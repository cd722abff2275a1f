import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../../context';
import { findRecord } from '../../kernel/history/find-record';
import { RecordArgs } from '../../kernel/history/record.args.type';
import { rawId } from '../../kernel/ids';
import type { ListArgs } from '../../kernel/reading/page';
import { interfaceOf } from '../interface/interface.edges';
import type { InterfaceRow } from '../interface/interface.entity';
import { Interface } from '../interface/interface.type';
import { inventoryRecordResolver } from '../inventory-record.resolver';
import { siteOf } from '../site/site.edges';
import { Site } from '../site/site.type';
import { interfaceAddresses, vrfOf } from './address-plan.edges';
import type { AddressRow, PrefixRow } from './address-plan.entity';
import { addresses, prefixes, vrfs } from './address-plan.collection';
import {
  Address,
  AddressArgs,
  AddressConnection,
  Prefix,
  PrefixArgs,
  PrefixConnection,
  Vrf,
  VrfArgs,
  VrfConnection,
} from './address-plan.type';

@Resolver(() => Vrf)
export class VrfResolver extends inventoryRecordResolver(Vrf) {
  @Query(() => VrfConnection, { description: 'Routing tables that the viewer sees.' })
  vrfs(@Args(() => VrfArgs) args: ListArgs, @Ctx() context: Context) {
    return context.list(vrfs, args);
  }
}

@Resolver(() => Prefix)
export class PrefixResolver extends inventoryRecordResolver(Prefix) {
  @Query(() => PrefixConnection, { description: 'Prefixes that the viewer sees.' })
  prefixes(@Args(() => PrefixArgs) args: ListArgs, @Ctx() context: Context) {
    return context.list(prefixes, args);
  }

  @Query(() => Prefix, {
    nullable: true,
    description: 'A prefix by its id, as it stands or as it was; null where there is none for this viewer.',
  })
  prefix(@Args(() => RecordArgs) args: RecordArgs, @Ctx() context: Context) {
    return findRecord(prefixes, args, context);
  }

  @FieldResolver(() => Vrf, {
    nullable: true,
    description: 'The routing table it belongs to; null for the global one.',
  })
  vrf(@Root() row: PrefixRow, @Ctx() context: Context) {
    return context.one(vrfOf, row);
  }

  @FieldResolver(() => Site, { nullable: true, description: 'The site it is used at.' })
  site(@Root() row: PrefixRow, @Ctx() context: Context) {
    return context.one(siteOf, row);
  }
}

@Resolver(() => Address)
export class AddressResolver extends inventoryRecordResolver(Address) {
  @Query(() => AddressConnection, { description: 'Assigned addresses that the viewer sees.' })
  addresses(@Args(() => AddressArgs) args: ListArgs, @Ctx() context: Context) {
    return context.list(addresses, args);
  }

  @FieldResolver(() => Vrf, {
    nullable: true,
    description: 'The routing table it belongs to; null for the global one.',
  })
  vrf(@Root() row: AddressRow, @Ctx() context: Context) {
    return context.one(vrfOf, row);
  }

  @FieldResolver(() => Interface, { nullable: true, description: 'The interface it is assigned to.' })
  interface(@Root() row: AddressRow, @Ctx() context: Context) {
    return context.one(interfaceOf, row);
  }
}

@Resolver(() => Interface)
export class InterfaceAddressesResolver {
  @FieldResolver(() => [Address], { description: 'Addresses assigned to it and in use; empty where withheld.' })
  addresses(@Root() row: InterfaceRow, @Ctx() context: Context) {
    return context.batchList(interfaceAddresses, rawId(row.id), undefined);
  }
}
