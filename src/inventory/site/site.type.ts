import { Field, Float, ObjectType } from 'type-graphql';
import { connectionType, listArgs } from '../../kernel/reading/list.type';
import { Node } from '../../kernel/node.type';
import { InventoryRecord } from '../inventory-record.type';
import { sites } from './site.collection';

@ObjectType('Site', {
  implements: Node,
  simpleResolvers: true,
  description: 'A place where devices stand: a building, a room, a mast.',
})
export class Site extends InventoryRecord {
  @Field(() => String, { description: "Short code, unique within its owner's sites." })
  code: string;

  @Field(() => String, { description: 'Name, in any script.' })
  name: string;

  @Field(() => Float, {
    nullable: true,
    description: 'Degrees north (WGS 84), -90 to 90; null where unknown or withheld.',
  })
  latitude: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Degrees east (WGS 84), -180 to 180; null where unknown or withheld.',
  })
  longitude: number | null;
}

export const SiteConnection = connectionType('Site', () => Site);
export const SiteArgs = listArgs(sites);
