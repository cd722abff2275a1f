import { createHash } from 'node:crypto';
import type { DemoCountry } from '../../src/demo/demo-country';
import { systemRecord } from '../../src/demo/information-systems';
import { deviceRecord, interfaceRecord, linkRecord, siteRecord } from '../../src/demo/records';
import { playDay } from '../../src/demo/signal';

/** Everything that is written of a country, in the words of its records. */
export function recordsOf({ sites, devices, lines, plan, systems, series, incidents }: DemoCountry) {
  const lineOf = new Map(lines.flatMap((line) => [line.a, line.b].map((end) => [end, line] as const)));
  const ports = devices.flatMap((device) => device.ports);
  return {
    sites: sites.map(siteRecord),
    devices: devices.map((device) => deviceRecord(device, plan.managementOf.get(device))),
    interfaces: ports.map((port, i) => interfaceRecord(port, i, lineOf.get(port))),
    links: lines.map(linkRecord),
    vrfs: plan.vrfs,
    prefixes: plan.prefixes,
    addresses: plan.addresses,
    systems: systems.map(systemRecord),
    series,
    incidents,
  };
}

/** One number for all of it, every sample included. */
export function fingerprint(country: DemoCountry): string {
  const hash = createHash('sha256').update(JSON.stringify(recordsOf(country)));
  for (const { signal } of country.series) hash.update(JSON.stringify(playDay(signal)));
  return hash.digest('hex').slice(0, 16);
}

/** The share of a list that a test holds for. */
export const share = <T>(list: readonly T[], holds: (each: T) => boolean): number =>
  list.filter(holds).length / list.length;
