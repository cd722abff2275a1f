import type { LifecycleStatus } from '../../inventory/inventory-record.values';
import type { RecordRef } from '../../kernel/writing/references';
import type { ImportedRecord, ImportedType, ImportItem } from '../import-item';
import { RowReader } from '../row-reader.rules';
import { isPk } from './netbox-row.rules';
import { stageOf } from './netbox-status.rules';
import { positionOf, type NetboxRow, type NetboxWorld } from './netbox-world';

export class NetboxReader extends RowReader {
  constructor(
    readonly row: NetboxRow,
    readonly world: NetboxWorld,
  ) {
    super();
  }

  get externalId(): string {
    return externalIdOf(this.row);
  }

  protected value(field: string): unknown {
    return this.row.fields[field];
  }

  /** The record, or the refusal where a field did not fit. */
  give(type: ImportedType, owner: string, record: object): ImportItem {
    const place = { file: this.world.file, position: positionOf(this.row) };
    return this.fault ? { refused: { place, ...this.fault } } : { type, owner, record, place };
  }

  /** A text of a row that a field leads to. */
  textAt(field: string, row: NetboxRow | null, name: string, most: number): string | null {
    const other = row && new NetboxReader(row, this.world);
    const text = other && other.optionalText(name, most);
    return other?.fault ? this.refuse(field, `${name} of ${positionOf(other.row)} ${other.fault.reason}`) : text;
  }

  flag(field: string): boolean {
    const value = this.value(field);
    return typeof value === 'boolean' ? value : (this.refuse(field, 'is not true or false') ?? false);
  }

  /** Decimal degrees, which NetBox writes as a text. */
  degrees(field: string, most: number): number | null {
    const value = this.value(field) ?? null;
    if (value === null) return null;
    const isDecimal = typeof value === 'number' || (typeof value === 'string' && /^-?\d{1,3}(\.\d+)?$/.test(value));
    const degrees = Number(value);
    return isDecimal && Math.abs(degrees) <= most
      ? degrees
      : this.refuse(field, `is not a number from -${most} to ${most}`);
  }

  /** Kilobits per second as bits per second; a text beyond what a JSON number holds exactly. */
  kilobits(field: string): number | string | null {
    const value = this.value(field) ?? null;
    if (value === null) return null;
    const bits = Number.isSafeInteger(value) && (value as number) >= 0 ? BigInt(value as number) * 1000n : null;
    if (bits === null || bits >= 2n ** 63n) return this.refuse(field, 'is not a whole number of kilobits per second');
    return Number.isSafeInteger(Number(bits)) ? Number(bits) : String(bits);
  }

  status(): LifecycleStatus {
    const value = this.value('status');
    const reason = value == null ? 'is missing' : `is ${quote(value)}, which is no status that NetBox ships`;
    return stageOf(value) ?? this.refuse('status', reason) ?? 'ACTIVE';
  }

  /** The row that a foreign key leads to. */
  target(field: string, model: string): NetboxRow | null {
    const value = this.value(field) ?? null;
    return value === null ? null : this.find(field, model, value);
  }

  find(field: string, model: string, key: unknown): NetboxRow | null {
    const pk = isPk(key) ? key : this.pkOfName(field, model, key);
    if (pk === null) return null;
    return this.world.row(model, pk) ?? this.refuse(field, `there is no ${model} with pk ${pk} in the file`);
  }

  private pkOfName(field: string, model: string, key: unknown): number | null {
    const [name, ...rest] = Array.isArray(key) ? (key as unknown[]) : [];
    if (typeof name !== 'string' || rest.length > 0)
      return this.refuse(field, `${quote(key)} is no pk and no natural key of one text`);
    const [pk, another] = this.world.named(model, name);
    if (pk === undefined) return this.refuse(field, `there is no ${model} called ${quote(name)} in the file`);
    return another === undefined ? pk : this.refuse(field, `several of ${model} are called ${quote(name)}`);
  }

  /** What became of the row that a foreign key leads to: a row that hangs on a refused one is refused with it. */
  taken(field: string, model: string): ImportedRecord | null {
    const row = this.target(field, model);
    return row && this.takenRow(field, row);
  }

  takenRow(field: string, row: NetboxRow): ImportedRecord | null {
    const item = this.world.taken(row);
    return 'refused' in item ? this.refuse(field, `${positionOf(row)} is refused itself`) : item;
  }

  ref(field: string, model: string): RecordRef | null {
    const item = this.taken(field, model);
    return item && refTo(item, this.world.source);
  }

  /** Code of the organization a field leads to. */
  organization(field: string, model: string): string | null {
    return (this.taken(field, model)?.record as { code: string } | undefined)?.code ?? null;
  }

  /** What has no tenant is the importing organization's. */
  owner(): string {
    return this.organization('tenant', 'tenancy.tenant') ?? this.world.owner;
  }
}

export const externalIdOf = ({ model, pk }: NetboxRow): string => `${model}:${pk}`;

export const refTo = ({ owner, record }: ImportedRecord, source: string): RecordRef => ({
  owner,
  source,
  externalId: (record as { externalId: string }).externalId,
});

export const quote = (value: unknown): string => JSON.stringify(value)?.slice(0, 60) ?? 'nothing';
