import { Field, ObjectType } from 'type-graphql';
import { Node } from '../kernel/node.type';
import { connectionType, listArgs } from '../kernel/reading/list.type';
import { DateTime } from '../kernel/scalars';
import { sharingGroups } from './sharing.collection';

@ObjectType('SharingGroup', {
  implements: Node,
  simpleResolvers: true,
  description:
    'A named set of organizations, usable wherever one is named: as the consumer of an agreement, as recipients or co-workers of an incident. Its name is open to every key; who is in it is for its members, and its keeper and those above that.',
})
export class SharingGroup extends Node {
  @Field(() => String, { description: 'Short code, unique over all groups and organizations.' })
  code: string;

  @Field(() => String, { description: 'Name, in any script.' })
  name: string;

  @Field(() => DateTime, { description: 'When the hub first held it.' })
  createdAt: string;

  @Field(() => DateTime, { description: 'When its name last changed.' })
  updatedAt: string;
}

export const SharingGroupConnection = connectionType('SharingGroup', () => SharingGroup);
export const SharingGroupArgs = listArgs(sharingGroups);
