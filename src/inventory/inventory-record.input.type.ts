import { Field, InputType, type ClassType } from 'type-graphql';
import { DateTime } from '../kernel/scalars';
import { LifecycleStatusEnum } from './inventory-record.type';
import type { LifecycleStatus } from './inventory-record.values';

/** What every record of the inventory has when a source sends it. */
@InputType({ description: 'A record of the inventory as its source sends it.' })
export abstract class InventoryRecordInput {
  @Field(() => String, { description: 'Its key in the source, up to 200 characters; unique within owner and source.' })
  externalId: string;

  @Field(() => LifecycleStatusEnum, { defaultValue: 'ACTIVE', description: 'Stage of its life.' })
  status: LifecycleStatus;
}

/** The input of an upsert: `UpsertDevicesInput { owner source records retireMissing }`. */
export function upsertInput<I>(records: string, record: ClassType | object): ClassType<UpsertInput<I>> {
  @InputType(`Upsert${records}Input`, {
    description: 'A batch of one system of record: all of it is written, or nothing.',
  })
  class Input implements UpsertInput<I> {
    @Field(() => String, {
      description: 'Code of the organization that owns the records: one that the key may write for.',
    })
    owner: string;

    @Field(() => String, {
      description: 'The system of record, 1 to 63 of a-z, 0-9, ".", "_", "-", for example "netbox".',
    })
    source: string;

    @Field(() => [record as ClassType], { description: 'The records, 1,000 at most.' })
    records: I[];

    @Field(() => Boolean, {
      defaultValue: false,
      description: 'Retire records of this owner and source that the batch does not name: for a source of one batch.',
    })
    retireMissing: boolean;

    @Field(() => DateTime, {
      nullable: true,
      description:
        'For a source of several batches: with the last, the earliest syncedAt that they were answered. Retires what was not sent since.',
    })
    retireNotSentSince?: string | null;
  }
  return Input as ClassType<UpsertInput<I>>;
}

export interface UpsertInput<I> {
  owner: string;
  source: string;
  records: I[];
  retireMissing: boolean;
  retireNotSentSince?: string | null;
}
