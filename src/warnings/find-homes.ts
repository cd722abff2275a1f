import { isIP } from 'node:net';
import type { Db } from '../kernel/postgres/session';
import type { Evidence } from './evidence';
import type { Home } from './warning-rows';

/** An address, or host and port of one, as Prometheus has targets: 10.0.0.1:9100, [2001:db8::1]:9100. */
const target = /^(?:\[([^\]]+)\]|([^:]+))(?::\d{1,5})?$/;

/** The address that evidence names, by its label "address" or as the host of its label "instance" unless said; null where it names none. */
export function addressOf({ address, labels }: Pick<Evidence, 'address' | 'labels'>): string | null {
  const valueOf = (label: string) => (Object.hasOwn(labels, label) ? labels[label]! : '');
  const [, six, four] = target.exec(valueOf('instance')) ?? [];
  const named = [address, valueOf('address'), valueOf('instance'), six, four];
  return named.find((text) => text != null && isIP(text) !== 0 && !text.includes('%')) ?? null;
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
