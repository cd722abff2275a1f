import { isIP } from 'node:net';
import type { Db } from '../kernel/postgres/session';
import type { Evidence } from './evidence';
import type { Home } from './warning-rows';

/** The label by which any source may name an address. */
const addressLabel = 'address';

/** The address that evidence names; null where it names none, or none that is one. */
export function addressOf({ address, labels }: Pick<Evidence, 'address' | 'labels'>): string | null {
  const named = address ?? (Object.hasOwn(labels, addressLabel) ? labels[addressLabel]! : null);
  return named !== null && isIP(named) !== 0 && !named.includes('%') ? named : null;
}

/** Where addresses lead that stand in place of a subject, as the writer of each finds them: one statement, none where there are none. */
export async function findHomes(db: Db, evidence: readonly Evidence[]): Promise<Map<Evidence, Home>> {
  const asked = evidence.filter(({ firing, subject, address }) => firing && subject === null && address);
  if (asked.length === 0) return new Map();
  const rows = await db.rows<Home & { place: number }>(
    `SELECT h.place, h.organization_id AS "organizationId", h.device_id AS "deviceId", h.interface_id AS "interfaceId", h.prefix_id AS "prefixId"
       FROM hub.address_homes($1::uuid[], $2::inet[]) h`,
    [asked.map(({ writerId }) => writerId), asked.map(({ address }) => address)],
  );
  return new Map(rows.map(({ place, ...home }) => [asked[place - 1]!, home]));
}
