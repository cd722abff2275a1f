import { Column } from 'typeorm';
import { SourcedRow } from '../kernel/record.entity';
import type { LifecycleStatus } from './inventory-record.values';

/** Columns of every record of the inventory. */
export abstract class InventoryRow extends SourcedRow {
  @Column('text')
  status: LifecycleStatus;
}

/** Columns of a record that has a name to be ordered by. */
export abstract class NamedInventoryRow extends InventoryRow {
  @Column('text')
  name: string;

  @Column('text')
  sortKey: string;
}
