import { toAll, toOne } from '../../kernel/reading/edges';
import { addresses, vrfs } from './address-plan.collection';

export const vrfOf = toOne('vrfId', vrfs);
export const interfaceAddresses = toAll('Interface.addresses', addresses, {
  from: () => 'address t',
  parent: 't.interface_id',
  narrow: () => `t.status <> 'RETIRED'`,
  order: ['id'],
  atMost: 1000,
});
