import type { Random } from '../../../random';
import { edges, far, linkOf, type Edge } from '../../answers/edges';
import { fits, type Filter } from '../../answers/fits';
import { maskedFields } from '../../answers/masked-fields';
import { roots } from '../../answers/roots';
import { latestFields, latestOfSubject, measured } from '../../answers/samples';
import { someFilter } from '../../answers/some-filter';
import type { Onlooker } from '../../onlooker/onlooker';
import { idOf, type Thing, type TypeName } from '../../world/things';

type Found = { nodes: { id: string }[]; totalCount: number };
type Near = { id: string; latest?: object[]; link?: object | null } & Record<string, Found | { id: string }[]>;

const nearTypes = Object.keys(edges) as TypeName[];
const nameOf = (type: TypeName, { field }: Edge): string => `${type}_${field}`;

/** Every edge to many records, from every record that the viewer sees: as it is, and some narrowed by filters made up by chance. */
export async function readEdges(onlooker: Onlooker, random: Random): Promise<void> {
  await followAll(onlooker, {});
  const narrowed = nearTypes
    .filter(() => random.chance(0.5))
    .flatMap((type) => edges[type]!.filter(({ plain }) => !plain).map((edge) => [type, edge] as const));
  const filters = narrowed.map(([type, edge]) => [nameOf(type, edge), someFilter(edge.target, onlooker.world, random)]);
  await followAll(onlooker, Object.fromEntries(filters) as Record<string, Filter>);
}

/** A document for each type: all in one would ask for more records than any operation may. */
async function followAll(onlooker: Onlooker, filters: Record<string, Filter>): Promise<void> {
  const all = Object.keys(filters).length === 0;
  for (const type of nearTypes) {
    const asked = edges[type]!.map((edge) => nameOf(type, edge)).filter((name) => name in filters);
    if (!all && asked.length === 0) continue;
    const variables = Object.fromEntries(asked.map((name) => [name, filters[name]!]));
    const document = documentOf(type, variables);
    const { near } = await onlooker.ask<{ near: { nodes: Near[] } }>('nested lists', document, variables);
    const found = new Map(near.nodes.map((one) => [one.id, one]));
    for (const thing of onlooker.sight.all(type) as Thing[]) judge(onlooker, thing, found.get(idOf(thing)), filters);
  }
}

function documentOf(type: TypeName, filters: Record<string, Filter>): string {
  const declared = edges[type]!.filter((edge) => nameOf(type, edge) in filters).map(
    (edge) => `$${nameOf(type, edge)}: ${filterOf(edge)}`,
  );
  const variables = declared.length > 0 ? `(${declared.join(', ')})` : '';
  return `query${variables} { near: ${roots[type]!}(first: 100) { nodes { id ${fieldsOf(type, filters)} } } }`;
}

const filterOf = ({ target }: Edge): string => `${target}Filter`;

function fieldsOf(type: TypeName, filters: Record<string, Filter>): string {
  const lists = edges[type]!.map((edge) => {
    if (edge.plain) return `${edge.field} { id }`;
    const filter = nameOf(type, edge) in filters ? `, filter: $${nameOf(type, edge)}` : '';
    return `${edge.field}(first: 50${filter}) { nodes { id ${maskedFields(edge.target)} } totalCount }`;
  });
  if (measured.includes(type)) lists.push(`latest ${latestFields}`);
  if (type === 'Interface') lists.push('link { id }');
  return lists.join(' ');
}

function judge(onlooker: Onlooker, thing: Thing, answer: Near | undefined, filters: Record<string, Filter>): void {
  const { sight } = onlooker;
  if (!answer) return onlooker.agree(`${roots[thing.type]!}: one that is missing`, undefined, idOf(thing));
  for (const edge of edges[thing.type]!) {
    const filter = filters[nameOf(thing.type, edge)];
    const all = far(edge, thing, sight);
    const ids = (filter ? all.filter((one) => fits(filter, one, sight)) : all).map(idOf);
    const found = answer[edge.field]!;
    const where = `${idOf(thing)} ${edge.field} ${JSON.stringify(filter) ?? ''}`;
    if (Array.isArray(found))
      onlooker.agree(
        where,
        found.map(({ id }) => id),
        ids,
      );
    else onlooker.agree(where, [found.nodes.map(({ id }) => id), found.totalCount], [ids, ids.length]);
  }
  if (answer.latest) onlooker.agree(`${idOf(thing)} latest`, answer.latest, latestOfSubject(thing, sight));
  if (thing.type === 'Interface') onlooker.agree(`${idOf(thing)} link`, answer.link, linkOf(thing, sight));
}
