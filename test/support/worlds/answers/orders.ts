import { effectiveLevel } from '../oracle/derived';
import type { Thing, Things, TypeName } from '../world/things';
import { severities } from '../world/sharing-model';
import { folded } from './folded';

type Key = string | number | null;
export interface Order {
  field: string;
  direction: 'ASC' | 'DESC';
}

/** Without case and diacritics, and with numbers by their value. */
const natural = (name: string | null): Key =>
  name && folded(name).replace(/\d+/g, (digits) => digits.padStart(12, '0'));

const keys = <T extends TypeName>(_type: T, orders: Record<string, (thing: Things[T]) => Key>) =>
  orders as Record<string, (thing: never) => Key>;
const named = { NAME: ({ name }: { name: string | null }) => natural(name) };
const timed = { CREATED_AT: ({ createdAt }: { createdAt: string }) => createdAt };
const coded = { CODE: ({ code }: { code: string }) => code };
const record = { ...timed, STATUS: ({ status }: { status: string }) => status };

export const orderKeys: Partial<Record<TypeName, Record<string, (thing: never) => Key>>> = {
  Region: keys('Region', { ...named, ...timed, ...coded }),
  Organization: keys('Organization', { ...named, ...timed, ...coded }),
  Site: keys('Site', { ...named, ...record, ...coded }),
  Device: keys('Device', { ...named, ...record, ROLE: ({ role }) => role }),
  Interface: keys('Interface', { ...named, ...record, SPEED: ({ speedBps }) => speedBps }),
  Link: keys('Link', { ...named, ...record, CAPACITY: ({ capacityBps }) => capacityBps }),
  Vrf: keys('Vrf', { ...named, ...record }),
  Prefix: keys('Prefix', record),
  Address: keys('Address', record),
  InformationSystem: keys('InformationSystem', { ...named, ...record, EFFECTIVE_LEVEL: effectiveLevel }),
  SharingGroup: keys('SharingGroup', { ...named, ...timed }),
  Agreement: keys('Agreement', timed),
  Metric: keys('Metric', { NAME: ({ name }) => name }),
  Series: keys('Series', timed),
  BindingRule: keys('BindingRule', { ...timed, POSITION: ({ position }) => position }),
  Warning: keys('Warning', {
    ...timed,
    RAISED_AT: ({ raisedAt }) => raisedAt,
    SEVERITY: ({ severity }) => severities.indexOf(severity),
  }),
  Incident: keys('Incident', {
    ...timed,
    OCCURRED_AT: ({ occurredAt }) => occurredAt,
    DETECTED_AT: ({ detectedAt }) => detectedAt,
    STATE: ({ state }) => state,
    REFERENCE: ({ reference }) => reference,
  }),
};

/** Records in an order: what is missing comes last going up, and ties are broken by id, in the direction of the last field. */
export function sorted<T extends Thing>(things: readonly T[], orderBy: readonly Order[]): T[] {
  const compare = (a: T, b: T): number => {
    for (const { field, direction } of orderBy) {
      const key = orderKeys[a.type]![field]!;
      const difference = compareKeys(key(a as never), key(b as never));
      if (difference !== 0) return direction === 'DESC' ? -difference : difference;
    }
    const byId = a.id < b.id ? -1 : 1;
    return orderBy.at(-1)?.direction === 'DESC' ? -byId : byId;
  };
  return things.toSorted(compare);
}

function compareKeys(a: Key, b: Key): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  return a < b ? -1 : 1;
}
