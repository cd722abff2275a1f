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

/** What became of every record, for who sees it now. */
export async function readHistory(onlooker: Onlooker): Promise<string> {
  const { world, sight } = onlooker;
  const ids = Object.fromEntries(typeNames.map((type) => [type, (world[type] as Thing[]).map(idOf)]));
  const answer = await onlooker.viewer.data<Record<string, Told[]>>(document, ids);
  for (const type of typeNames) {
    (world[type] as Thing[]).forEach((thing, i) => {
      const told = answer[type]![i]!;
      onlooker.agree(
        `${idOf(thing)} history`,
        told && summaryOf(told.history.nodes),
        sight.sees(thing) ? [thing.id, 'CREATED'] : null,
      );
    });
  }
  return JSON.stringify(answer);
}

/** Whose images they are, and how it began. */
const summaryOf = (changes: Change[]): unknown[] => [
  ...new Set(changes.flatMap(({ before, after }) => [before, after].flatMap((image) => (image ? [image.id] : [])))),
  changes.at(-1)?.operation,
];
