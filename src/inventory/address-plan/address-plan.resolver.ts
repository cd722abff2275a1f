import { Resolver } from 'type-graphql';
import { All, List, One } from '../../kernel/reading/field-edge';
import { ById } from '../../kernel/history/by-id';
import { interfaceOf } from '../interface/interface.edges';
import { Interface } from '../interface/interface.type';
import { inventoryRecordResolver } from '../inventory-record.resolver';
import { siteOf } from '../site/site.edges';
import { Site } from '../site/site.type';
import { interfaceAddresses, vrfOf } from './address-plan.edges';
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
  @List(vrfs, () => VrfConnection, () => VrfArgs, { description: 'Routing tables that the viewer sees.' })
  readonly vrfs: unknown;
}

@Resolver(() => Prefix)
export class PrefixResolver extends inventoryRecordResolver(Prefix) {
  @List(prefixes, () => PrefixConnection, () => PrefixArgs, { description: 'Prefixes that the viewer sees.' })
  readonly prefixes: unknown;

  @ById(
    prefixes,
    () => Prefix,
    'A prefix by its id, as it stands or as it was; null where there is none for this viewer.',
  )
  readonly prefix: unknown;

  @One(vrfOf, () => Vrf, {
    nullable: true,
    description: 'The routing table it belongs to; null for the global one.',
  })
  readonly vrf: unknown;

  @One(siteOf, () => Site, { nullable: true, description: 'The site it is used at.' })
  readonly site: unknown;
}

@Resolver(() => Address)
export class AddressResolver extends inventoryRecordResolver(Address) {
  @List(addresses, () => AddressConnection, () => AddressArgs, {
    description: 'Assigned addresses that the viewer sees.',
  })
  readonly addresses: unknown;

  @One(vrfOf, () => Vrf, {
    nullable: true,
    description: 'The routing table it belongs to; null for the global one.',
  })
  readonly vrf: unknown;

  @One(interfaceOf, () => Interface, { nullable: true, description: 'The interface it is assigned to.' })
  readonly interface: unknown;
}

@Resolver(() => Interface)
export class InterfaceAddressesResolver {
  @All(interfaceAddresses, () => Address, {
    description: 'Addresses assigned to it and in use; empty where withheld.',
  })
  readonly addresses: unknown;
}
