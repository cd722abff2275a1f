import { idOf, typeNames, type Thing } from './model';
import type { Onlooker } from './onlooker';

interface Change {
  operation: string;
  before: { id: string } | null;
  after: { id: string } | null;
}
type Told = { id: string; history: { nodes: Change[] } } | null;

const variables = typeNames.map((type) => `$${type}: [ID!]!`).join(', ');
const fields = typeNames.map(
  (type) =>
    `${type}: nodes(ids: $${type}) { ... on ${type} { id history(first: 20) { nodes { operation before after } } } }`,
);
const document = `query(${variables}) { ${fields.join(' ')} }`;

/** What became of every record, for who sees it now: its own images, from its beginning on where no marking stood in between. */
export async function readHistory(onlooker: Onlooker): Promise<void> {
  const { world, sight } = onlooker;
  const ids = Object.fromEntries(typeNames.map((type) => [type, (world[type] as Thing[]).map(idOf)]));
  const answer = await onlooker.ask<Record<string, Told[]>>('history', document, ids);
  for (const type of typeNames) {
    (world[type] as Thing[]).forEach((thing, i) => {
      const changes = answer[type]![i]?.history.nodes;
      const where = `${idOf(thing)} history`;
      onlooker.agree(where, changes && strangeIn(changes, thing), sight.sees(thing) ? [] : undefined);
      if (changes && type !== 'Incident' && type !== 'TimelineEntry')
        onlooker.agree(`${where}: how it began`, changes.at(-1)?.operation, 'CREATED');
    });
  }
}

/** Images of anything but the record itself. */
const strangeIn = (changes: Change[], { id }: Thing): unknown[] =>
  changes.flatMap(({ before, after }) => [before, after]).filter((image) => image && image.id !== id);
