import type { Context } from '../../context';
import { rawId, uuidOf } from '../ids';
import { loadAtOnce } from '../reading/at-once';
import { readByIds } from '../reading/by-ids';
import type { Collection, RowSource } from '../reading/collection';
import type { Edge, ToAll, ToAny } from '../reading/edges';
import { type Connection, type ListArgs, type NestedList } from '../reading/page';
import type { Projection } from '../reading/projection';
import { asCells, type Reading } from '../reading/row-form';
import { readAll, readRoot, refuseBeyond, type WholeList } from '../reading/whole-list';
import type { PlannedField } from './plan';
import { listedIn, textsOf, type Run, type Source } from './source';
import { together } from './values';

/** The records or pages that a field's edge leads to from each row, read for all of them together. */
export async function follow(
  { context, variables }: Run,
  field: PlannedField,
  { edge, projectionOf }: { edge: Edge; projectionOf: (target: RowSource) => Projection },
  rows: readonly Source[],
): Promise<readonly unknown[]> {
  const args = field.argumentsOf(variables) as ListArgs & { id: string };
  if (edge.kind === 'any') return readAny(context, edge, rows, (target) => asCells(projectionOf(target)));
  const reading = asCells(projectionOf(edge.target));
  switch (edge.kind) {
    case 'one':
      return readOnes(context, edge.target, textsOf(rows, edge.key), reading);
    case 'many':
      return readPages(context, edge, idsOf(rows), args, reading);
    case 'all':
      return readLists(context, edge, idsOf(rows), args, reading);
    case 'rows':
      return together(rows.map(() => readRows(context, edge.list, args, reading)));
    case 'list':
      return together(rows.map(() => context.page(edge.target, args, reading)));
    case 'record':
      return readOnes(context, edge.target, [uuidOf(edge.target.prefix, args.id)], reading);
  }
}

const idsOf = (rows: readonly Source[]): string[] => textsOf(rows, 'id').map((id) => rawId(id!));

/** Records by many foreign ids at once. */
async function readOnes<R>(
  context: Context,
  of: Collection,
  uuids: readonly (string | null)[],
  reading: Reading<R>,
): Promise<(R | null)[]> {
  const found = await (await context.read()).loaders.ones(of, uuids, reading);
  context.deliver(found.filter((row) => row !== null).length);
  return found;
}

/** The pages that an edge leads to from many rows at once. */
async function readPages<R>(
  context: Context,
  edge: NestedList,
  parents: readonly string[],
  args: ListArgs,
  reading: Reading<R>,
): Promise<Connection<R>[]> {
  const { loaders } = await context.read();
  const pages = await loadAtOnce(parents, (some) => loaders.pages(edge, some, args, reading));
  return pages.map((page) => context.deliverPage(page!));
}

/** The lists that it leads to, each as a whole. */
async function readLists<R, A>(
  context: Context,
  edge: ToAll<object, A>,
  parents: readonly string[],
  args: A,
  reading: Reading<R>,
): Promise<R[][]> {
  const { session } = await context.read();
  const lists = await loadAtOnce(parents, (some) => readAll(session, edge, some, args, reading));
  return lists.map((list) => context.deliverList(list!));
}

/** A list that hangs on nothing. */
async function readRows<R>(context: Context, list: WholeList<object>, args: object, reading: Reading<R>): Promise<R[]> {
  return context.deliverList(await readRoot((await context.read()).session, list, args, reading));
}

/** The records of several types that it leads to, those of each type together; so many that a promise for each would cost more than a statement. */
async function readAny<R>(
  context: Context,
  edge: ToAny,
  parents: readonly Source[],
  readingOf: (of: Collection) => Reading<R>,
): Promise<R[][]> {
  const { session } = await context.read();
  const listed = parents.map((row) => listedIn(row, edge.key));
  listed.forEach((ids) => refuseBeyond(edge, ids));
  const asked = listed.flat();
  const rows = new Map<string, R | null>();
  await together(
    edge.targets.map(async (target) => {
      const ids = asked.filter((id) => id.startsWith(target.prefix));
      const read = await loadAtOnce(ids, (some) => readByIds(session, target, some.map(rawId), readingOf(target)));
      ids.forEach((id, i) => rows.set(id, read[i]!));
    }),
  );
  return listed.map((ids) => context.deliverList(ids.flatMap((id) => rows.get(id) ?? [])));
}
