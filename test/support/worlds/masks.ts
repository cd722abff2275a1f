import type { Thing, TypeName } from './model';
import type { Mask } from './sharing-model';
import type { Sight } from './sight';
import { byId, idOf } from './model';

/** Fields that an agreement may withhold, by their types. */
const masksOfTypes: Partial<Record<TypeName, Record<string, Mask>>> = {
  Site: { latitude: 'COORDINATES', longitude: 'COORDINATES' },
  Device: { managementAddress: 'MANAGEMENT_ADDRESS', serial: 'SERIAL' },
  Interface: { mac: 'MAC', description: 'DESCRIPTION', addresses: 'ADDRESSES' },
  Prefix: { description: 'DESCRIPTION' },
};
export const masksOf = (type: TypeName): [field: string, mask: Mask][] => Object.entries(masksOfTypes[type] ?? {});

/** The columns behind them, as rows and images have them. */
export const maskedColumns: Record<string, Mask> = {
  ...{ latitude: 'COORDINATES', longitude: 'COORDINATES', management_address: 'MANAGEMENT_ADDRESS', serial: 'SERIAL' },
  ...{ mac: 'MAC', description: 'DESCRIPTION' },
};

/** What to ask for, so that an answer shows whatever may be withheld of a record. */
export const maskedFields = (type: TypeName): string =>
  masksOf(type)
    .map(([field]) => (field === 'addresses' ? 'addresses { id }' : field))
    .join(' ');
export const maskedFragments: string = (Object.keys(masksOfTypes) as TypeName[])
  .filter((type) => type !== 'Prefix')
  .map((type) => `... on ${type} { ${maskedFields(type)} }`)
  .join(' ');

/** What the oracle says of these fields: absent where withheld. */
export const shownOf = (thing: Thing, sight: Sight): Record<string, unknown> =>
  Object.fromEntries(masksOf(thing.type).map(([field, mask]) => [field, shown(thing, field, mask, sight)]));

function shown(thing: Thing, field: string, mask: Mask, sight: Sight): unknown {
  if (field !== 'addresses') return sight.withholds(thing, mask) ? null : (thing as never)[field];
  if (sight.withholds(thing, mask)) return [];
  const inUse = sight.all('Address').filter((one) => one.interface === thing && one.status !== 'RETIRED');
  return inUse.sort(byId).map((one) => ({ id: idOf(one) }));
}
