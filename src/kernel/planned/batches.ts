import type { Context } from '../../context';
import { loadAtOnce } from '../reading/at-once';
import type { Collection } from '../reading/collection';
import type { Place, ToAll, ToAny } from '../reading/edges';
import { fewOwners } from '../reading/narrow-page';
import { findPage, type Connection, type ListArgs, type NestedList } from '../reading/page';
import type { Reading } from '../reading/row-form';
import { readAll } from '../reading/whole-list';

/** A page of a root list. */
export async function readPage<R>(
  context: Context,
  of: Collection,
  args: ListArgs,
  reading: Reading<R>,
): Promise<Connection<R>> {
  const { session } = await context.read();
  return context.deliverPage(await findPage(session, of, args, fewOwners(context.viewer, of), reading));
}

/** Records by many foreign ids at once. */
export async function readOnes<R>(
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
export async function readPages<R>(
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
export async function readLists<R, A>(
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

/** The records of several types that it leads to: first where they stand, then those of each type together. */
export async function readAny<R>(
  context: Context,
  { places, targets }: ToAny,
  parents: readonly string[],
  readingOf: (of: Collection) => Reading<R>,
): Promise<R[][]> {
  const { session } = await context.read();
  const found = (await loadAtOnce(parents, (some) => places.load(session, some))) as Place[][];
  const rows = new Map<string, R | null>();
  await Promise.all(
    targets.map(async (target) => {
      const uuids = found.flatMap((some) =>
        some.flatMap(({ collection, uuid }) => (collection === target ? [uuid] : [])),
      );
      if (uuids.length === 0) return;
      const read = await readOnes(context, target, uuids, readingOf(target));
      uuids.forEach((uuid, i) => rows.set(uuid, read[i]!));
    }),
  );
  return found.map((some) => some.flatMap(({ uuid }) => rows.get(uuid) ?? []));
}
