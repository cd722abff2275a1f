import { selectList } from '../../kernel/reading/projection';
import { batch, toOne } from '../../kernel/reading/edges';
import { groupWithin, type UnderParent } from '../../kernel/reading/group-under';
import type { AddressRow } from './address-plan.entity';
import { addresses, vrfs } from './address-plan.collection';

export const vrfOf = toOne('vrfId', vrfs);

const maxAddresses = 1000;

export const interfaceAddresses = batch<AddressRow[]>('Interface.addresses', async (db, interfaceIds) => {
  const rows = await db.rows<AddressRow & UnderParent>(
    `SELECT p.parent AS "$parent", x.*
       FROM unnest($1::uuid[]) p(parent)
      CROSS JOIN LATERAL (SELECT ${selectList(addresses)} FROM address t
                           WHERE t.interface_id = p.parent AND t.status <> 'RETIRED' ORDER BY t.id LIMIT ${maxAddresses + 1}) x`,
    [interfaceIds],
  );
  return groupWithin(maxAddresses, 'Interface.addresses', interfaceIds, rows);
});
