import type { Random } from '../../../random';
import { maskedFields } from '../../answers/masked-fields';
import { orderKeys, sorted, type Order } from '../../answers/orders';
import { roots, rootTypes } from '../../answers/roots';
import type { Onlooker } from '../../onlooker/onlooker';
import { idOf, type Thing, type TypeName } from '../../world/things';

interface Page {
  edges: { cursor: string; node: { id: string } }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  totalCount: number;
}

/** One way through one root list: in an order, forward or backward, some records at a time. */
interface Walk {
  type: TypeName;
  orderBy: Order[];
  backward: boolean;
  size: number;
  cursor: string | null;
  ids: string[];
  totals: Set<number>;
  done: boolean;
}

/** Walks through every root list to its end, one page of each in a request. */
export async function readLists(onlooker: Onlooker, random: Random): Promise<void> {
  const walks = rootTypes.map((type) => someWalk(type, random));
  for (let left = walks; left.length > 0; left = left.filter(({ done }) => !done)) {
    const answer = await onlooker.ask<Record<string, Page>>('a root list', documentOf(left), variablesOf(left));
    for (const walk of left) advance(walk, answer[walk.type]!);
  }
  for (const walk of walks) judge(onlooker, walk);
}

function someWalk(type: TypeName, random: Random): Walk {
  const direction = () => (random.chance(0.5) ? 'DESC' : 'ASC');
  const fields = Object.keys(orderKeys[type]!);
  const orderBy = Array.from({ length: random.whole(3) }, (): Order => ({
    field: random.pick(fields),
    direction: direction(),
  }));
  const shape = { backward: random.chance(0.5), size: 4 + random.whole(21) };
  return { type, orderBy, ...shape, cursor: null, ids: [], totals: new Set(), done: false };
}

function documentOf(walks: readonly Walk[]): string {
  const variables = walks.map(({ type }) => `$${type}: [${type}Order!], $${type}Cursor: String`).join(', ');
  const lists = walks.map(({ type, backward, size }) => {
    const page = backward ? `last: ${size}, before: $${type}Cursor` : `first: ${size}, after: $${type}Cursor`;
    return `${type}: ${roots[type]!}(${page}, orderBy: $${type}) {
      edges { cursor node { id ${maskedFields(type)} } } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }`;
  });
  return `query(${variables}) { ${lists.join(' ')} }`;
}

const variablesOf = (walks: readonly Walk[]) =>
  Object.fromEntries(
    walks.flatMap(({ type, orderBy, cursor }) => [
      [type, orderBy],
      [`${type}Cursor`, cursor],
    ]),
  );

function advance(walk: Walk, { edges, pageInfo, totalCount }: Page): void {
  const ids = edges.map(({ node }) => node.id);
  walk.ids = walk.backward ? [...ids, ...walk.ids] : [...walk.ids, ...ids];
  walk.totals.add(totalCount);
  walk.cursor = walk.backward ? pageInfo.startCursor : pageInfo.endCursor;
  walk.done = !(walk.backward ? pageInfo.hasPreviousPage : pageInfo.hasNextPage);
}

function judge(onlooker: Onlooker, { type, orderBy, backward, size, ids, totals }: Walk): void {
  const expected = sorted(onlooker.sight.all(type) as Thing[], orderBy).map(idOf);
  const where = `${roots[type]!} by ${JSON.stringify(orderBy)}, ${size} at a time${backward ? ' from the end' : ''}`;
  onlooker.agree(where, ids, expected);
  onlooker.agree(`${where}: totalCount`, [...totals], [expected.length]);
}
