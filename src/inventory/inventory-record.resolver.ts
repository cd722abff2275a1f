import { FieldResolver, Resolver, Root, type ClassType } from 'type-graphql';
import { Needs, One } from '../kernel/reading/field-edge';
import { ownerOf, regionOf } from '../directory/directory.edges';
import { Organization, Region } from '../directory/directory.type';
import { Origin } from '../kernel/node.type';
import type { InventoryRow } from './inventory-record.entity';

/** The fields that every type of the inventory has by its access columns and its origin. */
export function inventoryRecordResolver(type: ClassType | object): abstract new () => object {
  @Resolver(() => type as ClassType)
  abstract class InventoryRecordResolver {
    @One(ownerOf, () => Organization, { description: 'The organization that owns the record.' })
    readonly owner: unknown;

    @One(regionOf, () => Region, {
      nullable: true,
      description: "The region it lies in: its site's, or else its owner's.",
    })
    readonly region: unknown;

    @Needs('source', 'externalId', 'syncedAt')
    @FieldResolver(() => Origin, { nullable: true, description: 'Where the record came from.' })
    origin(@Root() { source, externalId, syncedAt }: InventoryRow): Origin {
      return { source, externalId, syncedAt };
    }
  }
  return InventoryRecordResolver;
}
