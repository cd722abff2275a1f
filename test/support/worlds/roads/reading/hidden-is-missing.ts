import type { Hub } from '../../../hub';
import type { Random } from '../../../random';
import { filterFields } from '../../answers/filter-fields';
import { roots } from '../../answers/roots';
import type { Onlooker } from '../../onlooker/onlooker';
import { outcomeOf, nameless } from '../../onlooker/outcome';
import { idOf, prefixes, typeNames, type TypeName } from '../../world/things';
import { someId } from '../../world/unique-words';

/** Questions about one id: by itself, and as the far end of every filter that leads to its type. */
function questionsAbout(type: TypeName): string[] {
  const page = '{ nodes { id } totalCount pageInfo { hasNextPage endCursor } }';
  const questions = [
    'node(id: $id) { id __typename }',
    'nodes(ids: [$id, $id]) { id history(first: 1) { nodes { at } } }',
  ];
  if (type === 'Series')
    questions.push('samples(series: [$id], from: "2026-01-01T00:00:00Z", to: "2027-01-01T00:00:00Z") { count }');
  if (roots[type] && type !== 'TimelineEntry') questions.push(`${roots[type]}(filter: { id: { eq: $id } }) ${page}`);
  for (const [near, root] of Object.entries(roots)) {
    for (const [name, field] of Object.entries(filterFields[near as TypeName])) {
      if (field.kind !== 'far' || field.target !== type) continue;
      questions.push(`${root}(filter: { ${name}: { id: { eq: $id } } }) ${page}`);
      questions.push(`${root}(first: 2, filter: { not: { ${name}: { id: { eq: $id } } } }) ${page}`);
    }
  }
  return questions;
}

/** A hidden record and one that never was get one answer, by the same statements, whatever is asked: of some types, by chance. */
export async function hiddenIsMissing(hub: Hub, onlooker: Onlooker, random: Random): Promise<void> {
  for (const type of typeNames.filter(() => random.chance(0.5))) {
    const hidden = onlooker.sight.hidden.filter((thing) => thing.type === type);
    if (hidden.length === 0) continue;
    const questions = questionsAbout(type).map((question, i) => `q${i}: ${question}`);
    const document = `query($id: ID!) { ${questions.join(' ')} }`;
    const [id, missing] = [idOf(random.pick(hidden)), `${prefixes[type]}_${someId(random)}`];
    const [far, never] = [
      await outcomeOf(hub, onlooker, document, { id }),
      await outcomeOf(hub, onlooker, document, { id: missing }),
    ];
    onlooker.agree(`all about hidden ${id}`, nameless(far, id), nameless(never, missing));
    onlooker.agree(`all about hidden ${id}: errors`, far.errors, []);
  }
}
