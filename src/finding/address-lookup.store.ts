import { HubError } from '../kernel/errors';
import type { Db } from '../kernel/postgres/session';

/** Ids of what is known of an address together. */
export interface AddressMatchRow {
  prefixLength: number | null;
  prefixId: string | null;
  vrfId: string | null;
  addressId: string | null;
  interfaceId: string | null;
  deviceId: string | null;
  siteId: string | null;
  ownerId: string | null;
}

const maxMatches = 500;

/** One statement; hub.address_matches applies the rule, and each record is read through its policy. */
export async function findAddressMatches(db: Db, address: string, vrf: string | null): Promise<AddressMatchRow[]> {
  const rows = await db.rows<AddressMatchRow>(
    `SELECT m.length AS "prefixLength", m.prefix_id AS "prefixId", m.vrf_id AS "vrfId", m.address_id AS "addressId",
            m.interface_id AS "interfaceId", m.device_id AS "deviceId", m.site_id AS "siteId", m.owner_id AS "ownerId"
       FROM hub.address_matches($1, $2, $3) WITH ORDINALITY
         AS m(prefix_id, length, vrf_id, address_id, interface_id, device_id, site_id, owner_id, n) ORDER BY m.n`,
    [address, vrf, maxMatches + 1],
  );
  if (rows.length <= maxMatches) return rows;
  throw new HubError(
    'TOO_COMPLEX',
    `${address} stands in more than ${maxMatches} places: name a VRF, or ask for addresses as a list.`,
  );
}
