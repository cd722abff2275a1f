import type { Random } from '../random';
import { folded } from './chance';
import { maskedFragments } from './masks';
import { everything, idOf, type Thing, type Things, type TypeName } from './model';
import type { Onlooker } from './onlooker';
import type { Mask } from './sharing-model';
import type { Sight } from './sight';

/** A text that a record is found by, and whether it may be withheld; an address is met from its beginning only. */
type Text = [text: string | null, mask?: Mask, isAddress?: boolean];

const texts = <T extends TypeName>(_type: T, of: (thing: Things[T]) => Text[]) => of as (thing: never) => Text[];
const named = ({ name, code }: { name: string; code: string }): Text[] => [[name], [code]];

/** What a record is found by, as the descriptions of `SearchType` say. */
const textsOf: Partial<Record<TypeName, (thing: never) => Text[]>> = {
  ...{ Region: named, Organization: named, SharingGroup: named, Site: named, InformationSystem: named },
  Device: texts('Device', ({ name, serial, managementAddress }) => [
    ...([[name], [serial, 'SERIAL']] as Text[]),
    [managementAddress, 'MANAGEMENT_ADDRESS', true],
  ]),
  Interface: texts('Interface', ({ name, description, mac }) => [
    ...([[name], [description, 'DESCRIPTION']] as Text[]),
    [mac, 'MAC', true],
  ]),
  Link: texts('Link', ({ name }) => [[name]]),
  Vrf: texts('Vrf', ({ name, rd }) => [[name], [rd]]),
  Prefix: texts('Prefix', ({ prefix, description }) => [
    [prefix, undefined, true],
    [description, 'DESCRIPTION'],
  ]),
  Address: texts('Address', ({ address, dnsName }) => [[address.split('/')[0]!, undefined, true], [dnsName]]),
  Incident: texts('Incident', ({ reference, title }) => [[reference], [title]]),
};

const wordsIn = (text: string): string[] => folded(text).match(/[a-z0-9]+/g) ?? [];

/** Whether each word that is asked for begins a word of the text. */
function meets(asked: string, [text, , isAddress]: Text): boolean {
  if (text === null) return false;
  if (isAddress) return /[.:]/.test(asked) && text.startsWith(asked);
  const words = wordsIn(text);
  return wordsIn(asked).every((begun) => words.some((word) => word.startsWith(begun)));
}

const found = (asked: string, thing: Thing, sight: Sight): boolean =>
  sight.sees(thing) &&
  (textsOf[thing.type]?.(thing as never) ?? []).some((text) => !sight.withholds(thing, text[1]) && meets(asked, text));

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
    const due = things.filter((thing) => found(text, thing, sight)).map(idOf);
    onlooker.agree(`search "${text}"`, nodes.map(({ node }) => node.id).sort(), due.sort());
  });
}
