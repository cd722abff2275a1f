import { masksOf } from '../oracle/masks';
import type { Sight } from '../oracle/sight';
import type { Mask } from '../world/sharing-model';
import { everything, idOf, type Thing, type World } from '../world/things';
import { telling } from '../world/unique-words';

/** What a word tells of: a record, or what may be withheld of it. */
interface Secret {
  thing: Thing;
  mask?: Mask;
}

/** A world's records by their ids, and whatever stands in one record alone: ids, keys in sources, texts, what may be withheld. */
interface Words {
  things: ReadonlyMap<string, Thing>;
  secrets: ReadonlyMap<string, Secret>;
}
const known = new WeakMap<World, Words>();

export function wordsOf(world: World): Words {
  const found = known.get(world);
  if (found) return found;
  const secrets = new Map<string, Secret>();
  const things = new Map<string, Thing>();
  for (const thing of everything(world)) {
    things.set(idOf(thing), thing);
    const masks = new Map(masksOf(thing.type));
    for (const [field, value] of Object.entries(thing)) {
      const mask = masks.get(field);
      for (const [word] of textOf(value).matchAll(telling)) secrets.set(word, { thing, ...(mask && { mask }) });
    }
  }
  const words = { things, secrets };
  known.set(world, words);
  return words;
}

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** Bare rows name others by their ids, which say nothing more: their own ids count, and every word. */
export const ownWordsOf = (rows: unknown): string =>
  JSON.stringify(rows).replace(/(?<!\\?"id\\?": ?\\?")[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '');

/** Hidden records whose id or own words stand in a text, or in a cursor in it, and what is withheld and stands in it. */
export function hiddenIn(text: string, world: World, sight: Sight): string[] {
  const cursors = [...text.matchAll(/"(?:cursor|startCursor|endCursor)":"([\w-]+)"/g)].map(([, cursor]) => cursor!);
  const plain = [text, ...cursors.map((cursor) => Buffer.from(cursor, 'base64url').toString('utf8'))].join('\n');
  const { secrets } = wordsOf(world);
  const told = (plain.match(telling) ?? []).map((word) => secrets.get(word)).filter((secret) => secret !== undefined);
  const hidden = told.filter(({ thing, mask }) => !sight.sees(thing) || sight.withholds(thing, mask));
  return [...new Set(hidden.map(({ thing, mask }) => `${mask ? `${mask} of ` : ''}${thing.type} ${thing.id}`))];
}
