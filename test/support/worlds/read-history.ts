import { idOf, typeNames, type Marking, type Organization, type Thing, type World } from './model';
import type { Onlooker } from './onlooker';
import { seesMarked } from './oracle';

type Image = { id: string } & Record<string, unknown>;
interface Change {
  operation: string;
  before: Image | null;
  after: Image | null;
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
      onlooker.agree(where, changes && strangeIn(changes, thing, onlooker), sight.sees(thing) ? [] : undefined);
      if (changes && type !== 'Incident' && type !== 'TimelineEntry')
        onlooker.agree(`${where}: how it began`, changes.at(-1)?.operation, 'CREATED');
    });
  }
}

const imagesIn = (changes: Change[]): Image[] =>
  changes.flatMap(({ before, after }) => [before, after]).filter((image) => image !== null);

/** Images of anything but the record itself, and of what an incident was while its marking kept it from the viewer. */
const strangeIn = (changes: Change[], { id, type }: Thing, { world, organization }: Onlooker): Image[] =>
  imagesIn(changes).filter((image) => image.id !== id || (type === 'Incident' && !wasSeen(image, organization, world)));

/** Whether the organization saw an incident as it stood then, by whom and what its image names. */
function wasSeen(image: Image, viewer: Organization, { Organization }: World): boolean {
  const named = [
    image['owner_id'],
    image['reporter_id'],
    image['coworker_ids'] ?? [],
    image['recipient_ids'] ?? [],
  ].flat();
  const owner = Organization.find(({ id }) => id === image['owner_id'])!;
  const others = { reporter: owner, coworkers: Organization.filter(({ id }) => named.includes(id)), recipients: [] };
  return seesMarked(viewer, { ...others, owner }, image['tlp'] as Marking);
}
