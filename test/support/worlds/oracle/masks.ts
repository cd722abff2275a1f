import type { Mask } from '../world/sharing-model';
import { byId, idOf, type Thing, type TypeName } from '../world/things';
import type { Sight } from './sight';

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

/** What the oracle says of these fields: absent where withheld. */
export const shownOf = (thing: Thing, sight: Sight): Record<string, unknown> =>
  Object.fromEntries(masksOf(thing.type).map(([field, mask]) => [field, shown(thing, field, mask, sight)]));

function shown(thing: Thing, field: string, mask: Mask, sight: Sight): unknown {
  if (field !== 'addresses') return sight.withholds(thing, mask) ? null : (thing as never)[field];
  if (sight.withholds(thing, mask)) return [];
  const inUse = sight.all('Address').filter((one) => one.interface === thing && one.status !== 'RETIRED');
  return inUse.sort(byId).map((one) => ({ id: idOf(one) }));
}
