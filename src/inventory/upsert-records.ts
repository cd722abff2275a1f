import { findWriter } from '../directory/find-writer';
import { resolveCodes, type CodeAsked, type CodedTable } from '../directory/resolve-codes';
import { HubError } from '../kernel/errors';
import { findRefused } from '../kernel/writing/find-refused';
import { rawId } from '../kernel/ids';
import { References } from '../kernel/writing/references';
import type { Refusal } from '../kernel/writing/refusal';
import type { Db } from '../kernel/postgres/session';
import { refuseOversized, repeated } from '../kernel/writing/sent-batch';
import {
  nothingWritten,
  undoUpsert,
  upsert,
  type UpsertResult,
  type UpsertTarget,
  type Values,
} from '../kernel/writing/upsert';
import { refuseUnclearRetiring, retire, type Retiring } from './retire';

/** What a record of any type has when a source sends it. */
export interface SentRecord {
  externalId: string;
}
export interface Batch<I extends SentRecord> extends Retiring {
  owner: string;
  records: I[];
}
export interface UpsertAnswer extends UpsertResult {
  retired: number;
}

/** How the records of one type are written. */
export interface RecordKind<I extends SentRecord> {
  target: UpsertTarget;
  values: (record: I) => Values;
  /** What only a rule can tell; null where the record is sound. */
  check?: (record: I) => { field: string; message: string } | null;
  /** Asks for the records it refers to, and puts their ids among its values. */
  refer?: (record: I, values: Values, ask: Ask) => void;
  /** The field of a record that a constraint on what hangs on it speaks of. */
  fieldOf?: (constraint: string) => string | null;
  /** Completes records from what stands, where a source leaves to the hub what it does not send. */
  complete?: (db: Db, values: Values[]) => Promise<void>;
  /** Records that stand and are not their source's to write any more, by their places, each with its id: they are left as they are. */
  settled?: (db: Db, values: Values[]) => Promise<ReadonlyMap<number, string>>;
  /** Writes what hangs on the records, once they stand. */
  after?: (db: Db, written: Values[]) => Promise<void>;
}
export interface Ask {
  record: (
    field: string,
    target: UpsertTarget['of'],
    ref: Parameters<References['ask']>[3],
    put: (id: string) => void,
  ) => void;
  /** A region or an organization by its code. */
  code: (field: string, target: CodedTable, code: string | null | undefined, put: (id: string) => void) => void;
}

export const sourcedColumns = { owner_id: 'uuid', source: 'text', external_id: 'text' };
export const inventoryColumns = { ...sourcedColumns, status: 'text' };
export const sourcedKey = ['owner_id', 'source', 'external_id'];

/** Writes a batch of one source: all of it, or nothing where a record is refused. */
export async function upsertRecords<I extends SentRecord>(
  db: Db,
  kind: RecordKind<I>,
  batch: Batch<I>,
): Promise<UpsertAnswer> {
  refuseOversized(batch.records);
  refuseUnclearRetiring(batch);
  const owner = await findWriter(db, batch.owner);
  const values = batch.records.map((record) => ({
    owner_id: owner.id,
    source: batch.source,
    external_id: record.externalId,
    ...kind.values(record),
  }));
  const refused = [
    ...repeated('externalId', batch.records),
    ...unsound(kind, batch.records),
    ...(await resolve(db, kind, batch, values, owner.id)),
  ];
  if (refused.length > 0) return { ...nothingWritten, retired: 0, refused: refused.sort((a, b) => a.index - b.index) };
  await kind.complete?.(db, values);
  const settled = await kind.settled?.(db, values);
  if (!settled?.size) return writeAll(db, kind, batch, owner.id, values);
  const places = values.flatMap((_, place) => (settled.has(place) ? [] : [place]));
  const open = places.map((place) => values[place]!);
  return beside(settled, places, await writeAll(db, kind, batch, owner.id, open));
}

async function writeAll<I extends SentRecord>(
  db: Db,
  kind: RecordKind<I>,
  batch: Batch<I>,
  ownerId: string,
  values: Values[],
): Promise<UpsertAnswer> {
  const written = await upsert(db, kind.target, values).catch(tellTaken);
  // Nothing hangs on a batch that was refused, or of which something stood already and was kept.
  if (written.ids.length < values.length) return { ...written, retired: 0 };
  const hanging = await writeAfter(db, kind, values, written.ids);
  if (hanging.length > 0) return { ...(await undoUpsert(db, hanging)), retired: 0 };
  return { ...written, retired: await retire(db, kind.target.of, ownerId, batch) };
}

/** The answer for a whole batch of which only the records at these places were written; the others stand as they stood. */
function beside(
  settled: ReadonlyMap<number, string>,
  places: readonly number[],
  { ids, refused, unchanged, ...answer }: UpsertAnswer,
): UpsertAnswer {
  if (refused.length > 0 || ids.length < places.length)
    return {
      ...{ ...answer, ids, unchanged },
      refused: refused.map((refusal) => ({ ...refusal, index: places[refusal.index]! })),
    };
  const all = [...settled, ...ids.map((id, n) => [places[n]!, id] as const)].toSorted(([one], [other]) => one - other);
  return { ...answer, refused, unchanged: unchanged + settled.size, ids: all.map(([, id]) => id) };
}

/** Who may write for the owner, and still may not write a record, has met one that it does not see. */
function tellTaken(error: unknown): never {
  if (!(error instanceof HubError) || error.code !== 'FORBIDDEN') throw error;
  throw new HubError(
    'CONFLICT',
    'An externalId of this batch is taken in this source by a record that this key does not see: use another.',
  );
}

/** What hangs on the records: a record whose lists a constraint refuses is named like any other. */
async function writeAfter<I extends SentRecord>(
  db: Db,
  kind: RecordKind<I>,
  values: Values[],
  ids: string[],
): Promise<Refusal[]> {
  const { after } = kind;
  if (!after) return [];
  const written = values.map((value, index) => ({ index, value: { ...value, id: rawId(ids[index]!) } }));
  const work = async (part: readonly { value: Values }[]) => {
    await after(
      db,
      part.map(({ value }) => value),
    );
    return [];
  };
  const refusal = ({ index }: { index: number }, error: HubError): Refusal => {
    const field = kind.fieldOf?.(String(error.extensions['constraint'] ?? '')) ?? null;
    return { index, field, code: 'INVALID', message: field ? `${field}: ${error.message}` : error.message };
  };
  return (await findRefused(db, written, work, refusal)).refused;
}

function unsound<I extends SentRecord>(kind: RecordKind<I>, records: readonly I[]): Refusal[] {
  return records.flatMap((record, index) => {
    const fault = kind.check?.(record);
    return fault
      ? [{ index, code: 'INVALID' as const, field: fault.field, message: `${fault.field}: ${fault.message}` }]
      : [];
  });
}

async function resolve<I extends SentRecord>(
  db: Db,
  kind: RecordKind<I>,
  batch: Batch<I>,
  values: Values[],
  ownerId: string,
): Promise<Refusal[]> {
  if (!kind.refer) return [];
  const references = new References({ ownerId, source: batch.source });
  const codes: CodeAsked[] = [];
  batch.records.forEach((record, index) =>
    kind.refer!(record, values[index]!, {
      record: (field, target, ref, put) => references.ask(index, field, target, ref, put),
      code: (field, target, code, put) => codes.push({ index, field, target, code, put }),
    }),
  );
  return [...(await references.resolve(db)), ...(await resolveCodes(db, codes))];
}
