import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../kernel/enum';
import { TimedNode } from '../kernel/node.type';
import { lifecycleStatuses, type LifecycleStatus } from './inventory-record.values';

export const LifecycleStatusEnum = enumOf<LifecycleStatus>(lifecycleStatuses);
registerEnumType(LifecycleStatusEnum, {
  name: 'LifecycleStatus',
  description: 'Stage of life of a record of the inventory, in the words of NetBox.',
  valuesConfig: {
    PLANNED: { description: 'Not there yet.' },
    STAGED: { description: 'There, not yet in service.' },
    ACTIVE: { description: 'In service.' },
    OFFLINE: { description: 'Out of service for a time; what failed or is switched off.' },
    DECOMMISSIONING: { description: 'Being taken out of service.' },
    RETIRED: { description: 'Gone, or no longer sent by its source; kept for its history.' },
  },
});

/** Fields that every type of the inventory has of its own row; owner, region and origin come by InventoryRecordResolver. */
@ObjectType({ description: 'What every record of the inventory has.', simpleResolvers: true })
export abstract class InventoryRecord extends TimedNode {
  @Field(() => LifecycleStatusEnum, { description: 'Stage of its life.' })
  status: LifecycleStatus;
}
