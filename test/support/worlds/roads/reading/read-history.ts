import type { Onlooker } from '../../onlooker/onlooker';
import { maskedColumns, masksOf } from '../../oracle/masks';
import { wasSeen, type Image } from '../../oracle/was-seen';
import type { Mask } from '../../world/sharing-model';
import { idOf, typeNames, type Thing } from '../../world/things';

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
      if (changes && !['Incident', 'TimelineEntry', 'Playbook', 'Task'].includes(type))
        onlooker.agree(`${where}: how it began`, changes.at(-1)?.operation, 'CREATED');
    });
  }
}

const imagesIn = (changes: Change[]): Image[] =>
  changes.flatMap(({ before, after }) => [before, after]).filter((image) => image !== null);

/**
 * Images of anything but the record itself, of what an incident was while its marking kept it from the viewer, and with what is withheld; or
 * without what is not.
 */
const strangeIn = (changes: Change[], thing: Thing, { world, sight }: Onlooker): Image[] =>
  imagesIn(changes).filter(
    (image) =>
      image.id !== thing.id ||
      (thing.type === 'Incident' && !wasSeen(image, thing, sight, world)) ||
      masksIn(thing).some(([column, mask]) => column in image === sight.withholds(thing, mask)),
  );

function masksIn({ type }: Thing): [column: string, mask: Mask][] {
  const masks = new Set(masksOf(type).map(([, mask]) => mask));
  return Object.entries(maskedColumns).filter(([column, mask]) => masks.has(mask) && column in columnsOf[type]!);
}
const columnsOf: Partial<Record<Thing['type'], Record<string, true>>> = {
  Site: { latitude: true, longitude: true },
  Device: { management_address: true, serial: true },
  Interface: { mac: true, description: true },
  Prefix: { description: true },
};
