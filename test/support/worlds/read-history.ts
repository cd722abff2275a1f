import { grantsFor, seesAlone } from './grants';
import { maskedColumns, masksOf } from './masks';
import { idOf, typeNames, type Incident, type Thing, type World } from './model';
import type { Marking, Mask, Party, Severity } from './sharing-model';
import type { Sight } from './sight';
import type { Onlooker } from './onlooker';

export type Image = { id: string } & Record<string, unknown>;
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

/** Whether the viewer saw an incident as it stood then, by whom and what its image names. */
export function wasSeen(image: Image, incident: Incident, { viewer, agreed }: Sight, world: World): boolean {
  const organization = (id: unknown) => world.Organization.find((one) => one.id === id)!;
  const named = (ids: unknown): Party[] =>
    [...world.Organization, ...world.SharingGroup].filter(({ id }) => (ids as string[]).includes(id));
  const owner = organization(image['owner_id']);
  const then: Incident = {
    ...{ ...incident, owner, reporter: image['reporter_id'] ? organization(image['reporter_id']) : owner },
    // Who is named is not always told: then as it is now.
    coworkers: image['coworker_ids'] ? named(image['coworker_ids']) : incident.coworkers,
    recipients: image['recipient_ids'] ? named(image['recipient_ids']) : incident.recipients,
    region: world.Region.find(({ id }) => id === image['region_id']) ?? null,
    ...{ tlp: image['tlp'] as Marking, severity: image['severity'] as Severity },
  };
  return seesAlone(viewer, then) || grantsFor(viewer, agreed, then).length > 0;
}
