import { masksOf } from '../oracle/masks';
import { typeNames, type TypeName } from '../world/things';

/** What to ask for, so that an answer shows whatever may be withheld of a record. */
export const maskedFields = (type: TypeName): string =>
  masksOf(type)
    .map(([field]) => (field === 'addresses' ? 'addresses { id }' : field))
    .join(' ');
export const maskedFragments: string = typeNames
  .filter((type) => masksOf(type).length > 0 && type !== 'Prefix')
  .map((type) => `... on ${type} { ${maskedFields(type)} }`)
  .join(' ');
