import { Field, Int, ObjectType } from 'type-graphql';
import { connectionType, listArgs } from '../../kernel/reading/list.type';
import { Node } from '../../kernel/node.type';
import { InventoryRecord } from '../inventory-record.type';
import { informationSystems } from './information-system.collection';

@ObjectType('InformationSystem', {
  implements: Node,
  simpleResolvers: true,
  description: 'A system that serves a purpose by law or by trade, with the legal security level it is protected at.',
})
export class InformationSystem extends InventoryRecord {
  @Field(() => String, { description: "Short code, unique within its owner's systems." })
  code: string;

  @Field(() => String, { description: 'Name, in any script.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'Sector it serves, for example "health".' })
  sector: string | null;

  @Field(() => Int, {
    description: 'Its own legal security level, 1 (lowest) to 5 (highest), as in Decree 85/2016/ND-CP of Viet Nam.',
  })
  level: number;

  @Field(() => Int, {
    description: 'The highest level among itself and its parts, 1 to 5: what a composite system is protected at.',
  })
  effectiveLevel: number;
}

export const InformationSystemConnection = connectionType('InformationSystem', () => InformationSystem);
export const InformationSystemArgs = listArgs(informationSystems);
