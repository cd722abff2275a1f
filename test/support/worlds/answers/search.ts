import type { Sight } from '../oracle/sight';
import type { Mask } from '../world/sharing-model';
import type { Thing, Things, TypeName } from '../world/things';
import { folded } from './folded';

/** A text that a record is found by, and whether it may be withheld; an address is met from its beginning only. */
type Text = [text: string | null, mask?: Mask, isAddress?: boolean];

const texts = <T extends TypeName>(_type: T, of: (thing: Things[T]) => Text[]) => of as (thing: never) => Text[];
const named = ({ name, code }: { name: string; code: string }): Text[] => [[name], [code]];

/** What a record is found by, as the descriptions of `SearchType` say. */
export const textsOf: Partial<Record<TypeName, (thing: never) => Text[]>> = {
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

export const isFoundBy = (asked: string, thing: Thing, sight: Sight): boolean =>
  sight.sees(thing) &&
  (textsOf[thing.type]?.(thing as never) ?? []).some((text) => !sight.withholds(thing, text[1]) && meets(asked, text));
