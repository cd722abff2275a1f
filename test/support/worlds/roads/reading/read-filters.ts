import type { Random } from '../../../random';
import { fits, type Filter } from '../../answers/fits';
import { maskedFields } from '../../answers/masked-fields';
import { roots, rootTypes } from '../../answers/roots';
import { someFilter } from '../../answers/some-filter';
import type { Onlooker } from '../../onlooker/onlooker';
import { idOf, type Thing, type TypeName } from '../../world/things';

type Found = { nodes: { id: string }[]; totalCount: number };
const variables = rootTypes.map((type) => `$${type}: ${type}Filter, $not${type}: ${type}Filter`).join(', ');
const list = (type: TypeName, name: string) =>
  `${name}: ${roots[type]!}(first: 100, filter: $${name}) { nodes { id ${maskedFields(type)} } totalCount }`;
const lists = rootTypes.map((type) => `${list(type, type)} ${list(type, `not${type}`)}`);
const document = `query(${variables}) { ${lists.join(' ')} }`;

/** Filters made up by chance on every root list, each with its complement. */
export async function readFilters(onlooker: Onlooker, random: Random): Promise<void> {
  const filters: Record<string, Filter> = {};
  for (const type of rootTypes) {
    filters[type] = someFilter(type, onlooker.world, random);
    filters[`not${type}`] = { not: filters[type] };
  }
  const answer = await onlooker.ask<Record<string, Found>>('a filtered list', document, filters);
  for (const type of rootTypes)
    for (const name of [type, `not${type}`]) judge(onlooker, type, filters[name]!, answer[name]!);
}

function judge(onlooker: Onlooker, type: TypeName, filter: Filter, { nodes, totalCount }: Found): void {
  const visible = onlooker.sight.all(type) as Thing[];
  const ids = visible
    .filter((thing) => fits(filter, thing, onlooker.sight))
    .map(idOf)
    .sort();
  onlooker.agree(
    `${roots[type]!} where ${JSON.stringify(filter)}`,
    [nodes.map(({ id }) => id).sort(), totalCount],
    [ids, ids.length],
  );
}
