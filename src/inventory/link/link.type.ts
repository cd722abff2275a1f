import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../kernel/enum';
import { connectionType, listArgs } from '../../kernel/reading/list.type';
import { Node } from '../../kernel/node.type';
import { BigIntScalar } from '../../kernel/scalars';
import { InventoryRecord } from '../inventory-record.type';
import { linkKinds, type LinkKind } from './link.values';
import { links } from './link.collection';

export const LinkKindEnum = enumOf<LinkKind>(linkKinds);
registerEnumType(LinkKindEnum, {
  name: 'LinkKind',
  description: 'What a link is made of.',
  valuesConfig: {
    CABLE: { description: 'A cable between two ends.' },
    CIRCUIT: { description: 'A line leased from a provider.' },
    TUNNEL: { description: 'Carried over other links.' },
    RADIO: { description: 'Through the air.' },
    LOGICAL: { description: 'Any other relation that carries traffic.' },
  },
});

@ObjectType('Link', {
  implements: Node,
  simpleResolvers: true,
  description: 'What joins two ends: a cable, a leased line, a tunnel.',
})
export class Link extends InventoryRecord {
  @Field(() => String, { description: 'Name or line number.' })
  name: string;

  @Field(() => LinkKindEnum, { description: 'What it is made of.' })
  kind: LinkKind;

  @Field(() => BigIntScalar, { nullable: true, description: 'Capacity in bits per second.' })
  capacityBps: number | string | null;
}

@ObjectType('LinkEnd', {
  description:
    'One end of a link, as closely as it is known: its site, its device, its interface. What the viewer may not see is null.',
})
export class LinkEnd {
  siteId: string | null;
  deviceId: string | null;
  interfaceId: string | null;
}

export const LinkConnection = connectionType('Link', () => Link);
export const LinkArgs = listArgs(links);
