import { Field, ObjectType } from 'type-graphql';
import { connectionType, listArgs } from '../../kernel/reading/list.type';
import { Node } from '../../kernel/node.type';
import { CIDR } from '../../kernel/scalars';
import { InventoryRecord } from '../inventory-record.type';
import { addresses, prefixes, vrfs } from './address-plan.collection';

@ObjectType('Vrf', {
  implements: Node,
  simpleResolvers: true,
  description: 'A routing table of its own: the same address may stand in several.',
})
export class Vrf extends InventoryRecord {
  @Field(() => String, { description: 'Name.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'Route distinguisher (RFC 4364), for example "65000:100".' })
  rd: string | null;
}

@ObjectType('Prefix', {
  implements: Node,
  simpleResolvers: true,
  description: 'A network prefix of the address plan, IPv4 or IPv6.',
})
export class Prefix extends InventoryRecord {
  @Field(() => CIDR, { description: 'Network and length.' })
  prefix: string;

  @Field(() => String, { nullable: true, description: 'What it is used for, in the words of its source.' })
  role: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What its keepers wrote about it; null where nothing or withheld.',
  })
  description: string | null;
}

@ObjectType('Address', {
  implements: Node,
  simpleResolvers: true,
  description: 'An assigned address of the address plan, IPv4 or IPv6.',
})
export class Address extends InventoryRecord {
  @Field(() => CIDR, { description: 'The address with the length of its network.' })
  address: string;

  @Field(() => String, { nullable: true, description: 'Its name in the DNS.' })
  dnsName: string | null;
}

export const VrfConnection = connectionType('Vrf', () => Vrf);
export const VrfArgs = listArgs(vrfs);
export const PrefixConnection = connectionType('Prefix', () => Prefix);
export const PrefixArgs = listArgs(prefixes);
export const AddressConnection = connectionType('Address', () => Address);
export const AddressArgs = listArgs(addresses);
