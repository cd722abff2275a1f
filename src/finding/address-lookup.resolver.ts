import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { One } from '../kernel/reading/field-edge';
import type { Context } from '../context';
import { ownerOf } from '../directory/directory.edges';
import { Organization } from '../directory/directory.type';
import { vrfOf } from '../inventory/address-plan/address-plan.edges';
import { addresses, prefixes } from '../inventory/address-plan/address-plan.collection';
import { Address, Prefix, Vrf } from '../inventory/address-plan/address-plan.type';
import { deviceOf } from '../inventory/device/device.edges';
import { Device } from '../inventory/device/device.type';
import { interfaceOf } from '../inventory/interface/interface.edges';
import { Interface } from '../inventory/interface/interface.type';
import { siteOf } from '../inventory/site/site.edges';
import { Site } from '../inventory/site/site.type';
import { toOne } from '../kernel/reading/edges';
import { IPAddress } from '../kernel/scalars';
import { findAddressMatches } from './address-lookup.store';
import { AddressMatch } from './address-lookup.type';

const matchedPrefix = toOne('prefixId', prefixes);
const matchedAddress = toOne('addressId', addresses);

@Resolver(() => AddressMatch)
export class AddressLookupResolver {
  @Query(() => [AddressMatch], {
    description:
      'What is known of an address: each assignment of it with the most specific prefix of its routing table, each device that is managed by it, then the wider prefixes that hold it. Most specific first; 500 at most; without what is retired.',
  })
  async addressLookup(
    @Arg('address', () => IPAddress, { description: 'The address, IPv4 or IPv6.' }) address: string,
    @Arg('vrf', () => String, {
      nullable: true,
      description: 'Name or route distinguisher of a routing table; all of them and the global one unless said.',
    })
    vrf: string | null,
    @Ctx() context: Context,
  ) {
    const rows = await findAddressMatches(await context.db(), address, vrf);
    context.deliver(Math.max(1, rows.length));
    return rows;
  }

  @One(matchedPrefix, () => Prefix, { nullable: true, description: 'The prefix that holds it.' })
  readonly prefix: unknown;

  @One(vrfOf, () => Vrf, { nullable: true, description: 'The routing table; null for the global one.' })
  readonly vrf: unknown;

  @One(matchedAddress, () => Address, { nullable: true, description: 'The assignment; null where it is not assigned.' })
  readonly address: unknown;

  @One(interfaceOf, () => Interface, { nullable: true, description: 'The interface that it is assigned to.' })
  readonly interface: unknown;

  @One(deviceOf, () => Device, {
    nullable: true,
    description: 'The device of that interface, or the one managed by it.',
  })
  readonly device: unknown;

  @One(siteOf, () => Site, { nullable: true, description: 'The site of that device, or else of the prefix.' })
  readonly site: unknown;

  @One(ownerOf, () => Organization, {
    nullable: true,
    description: 'Who owns the assignment, or else the device, or else the prefix.',
  })
  readonly owner: unknown;
}
