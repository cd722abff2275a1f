import type { Random } from '../../../random';
import { maskedFragments } from '../../answers/masked-fields';
import { textsOf, isFoundBy } from '../../answers/search';
import type { Onlooker } from '../../onlooker/onlooker';
import { everything, idOf, type Thing } from '../../world/things';

/** Words of records of every kind, seen or hidden, shown or withheld. */
function someWords(things: readonly Thing[], random: Random): string[] {
  const all = things.flatMap((thing) => textsOf[thing.type]?.(thing as never) ?? []);
  const known = all.map(([text]) => text).filter((text) => text !== null && text.length > 2);
  const secret = all.filter(([text, mask]) => text !== null && mask).map(([text]) => text);
  return [
    ...Array.from({ length: 8 }, () => random.pick(known)),
    ...secret.filter(() => random.chance(0.4)),
  ] as string[];
}

interface Page {
  nodes: { node: { id: string } }[];
  pageInfo: { hasNextPage: boolean };
}

/** What is found by a text is what the viewer sees, by what it sees of it; each record once. */
export async function readSearch(onlooker: Onlooker, random: Random): Promise<void> {
  const { world, sight } = onlooker;
  const things = everything(world);
  const asked = someWords(things, random).slice(0, 30);
  const variables = asked.map((_, i) => `$q${i}: String!`).join(', ');
  const hits = asked.map(
    (_, i) =>
      `q${i}: search(text: $q${i}, first: 100) { nodes { node { id ${maskedFragments} } } pageInfo { hasNextPage } }`,
  );
  const values = Object.fromEntries(asked.map((text, i) => [`q${i}`, text]));
  const answer = await onlooker.ask<Record<string, Page>>(
    'search',
    `query(${variables}) { ${hits.join(' ')} }`,
    values,
  );
  asked.forEach((text, i) => {
    const { nodes, pageInfo } = answer[`q${i}`]!;
    if (pageInfo.hasNextPage) return;
    const due = things.filter((thing) => isFoundBy(text, thing, sight)).map(idOf);
    onlooker.agree(`search "${text}"`, nodes.map(({ node }) => node.id).sort(), due.sort());
  });
}
