import { toAll, toOne } from '../../kernel/reading/edges';
import { addresses, vrfs } from './address-plan.collection';

export const vrfOf = toOne('vrfId', vrfs);
export const interfaceAddresses = toAll('Interface.addresses', addresses, {
  relation: `t.interface_id = p.parent AND t.status <> 'RETIRED'`,
  order: ['id'],
  atMost: 1000,
});
