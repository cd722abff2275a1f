import type { Context } from '../../context';
import { uuidOf } from '../ids';
import type { Collection, Row } from '../reading/collection';
import { recordAsOf } from './record-as-of.store';
import type { RecordArgs } from './record.args.type';

/** The record as it stands, or as it was; null where there is, or was, none for this viewer. */
export async function findRecord<R extends Row>(
  of: Collection<R>,
  { id, asOf }: RecordArgs,
  context: Context,
): Promise<R | null> {
  const uuid = uuidOf(of.prefix, id);
  if (!asOf) return context.byId(of, uuid);
  const row = await context.batch(recordAsOf(of), uuid, asOf);
  if (row) context.deliver(1);
  return row;
}
