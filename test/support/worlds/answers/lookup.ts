import type { Sight } from '../oracle/sight';
import type { Address, Device, Prefix, Vrf } from '../world/inventory-model';
import { byId, idOf } from '../world/things';
import { liesWithin } from './networks';

/** The most specific prefix of a routing table, the owner's own before others; a hidden table is none. */
function prefixFor(
  held: readonly Prefix[],
  { vrf, owner }: Pick<Address, 'vrf' | 'owner'>,
  sight: Sight,
): Prefix | null {
  const rank = (prefix: Prefix) => Number(prefix.prefix.split('/')[1]) * 2 + Number(prefix.owner === owner);
  const own = held
    .filter((prefix) => sight.show(prefix.vrf) === sight.show(vrf))
    .sort((a, b) => rank(b) - rank(a) || byId(a, b));
  return own[0] ?? null;
}

/** What the viewer can know of an address: assignments, devices managed by it where that is not withheld, and prefixes. */
export function matchesOf(asked: string, inVrf: string | null, sight: Sight): string[] {
  const isIn = (vrf: Vrf | null) =>
    inVrf === null || (sight.show(vrf) !== null && [vrf!.name, vrf!.rd].includes(inVrf));
  const held = sight
    .all('Prefix')
    .filter((one) => one.status !== 'RETIRED' && isIn(one.vrf) && liesWithin(asked, one.prefix));
  const assigned = sight
    .all('Address')
    .filter((one) => one.status !== 'RETIRED' && one.address.split('/')[0] === asked && isIn(one.vrf));
  const rows = assigned.map((address) => {
    const port = sight.show(address.interface);
    return rowOf(sight, {
      address,
      port,
      device: port && sight.show(port.device),
      vrf: address.vrf,
      prefix: prefixFor(held, address, sight),
    });
  });
  const managed = sight.all('Device').filter((one) => inVrf === null && isManagedBy(one, asked, sight));
  const named = new Set(assigned.map((one) => one.interface && sight.show(one.interface)?.device));
  for (const device of managed.filter((one) => !named.has(one)))
    rows.push(rowOf(sight, { device, vrf: null, prefix: prefixFor(held, { vrf: null, owner: device.owner }, sight) }));
  const used = new Set(rows.map(({ prefix }) => prefix));
  for (const prefix of held.filter((one) => !used.has(idOf(one)))) rows.push(rowOf(sight, { prefix, vrf: prefix.vrf }));
  return rows.map((row) => JSON.stringify(row)).sort();
}

const isManagedBy = (device: Device, asked: string, sight: Sight): boolean =>
  device.status !== 'RETIRED' && device.managementAddress === asked && !sight.withholds(device, 'MANAGEMENT_ADDRESS');

const ref = (thing: Parameters<typeof idOf>[0] | null): string | null => thing && idOf(thing);

interface Parts {
  address?: Address;
  port?: Address['interface'];
  device?: Device | null;
  vrf: Vrf | null;
  prefix: Prefix | null;
}
const rowOf = (sight: Sight, { address, port, device, vrf, prefix }: Parts) => ({
  ...{ address: ref(address ?? null), device: ref(device ?? null), interface: ref(port ?? null) },
  ...{ prefix: ref(prefix), vrf: ref(sight.show(vrf)) },
  // A hidden site is no site: then the prefix says where.
  site: ref(sight.show(device?.site ?? null) ?? sight.show(prefix?.site ?? null)),
});
