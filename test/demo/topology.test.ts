import { generateCountry } from '../../src/demo/demo-country';
import type { Device, Line } from '../../src/demo/model';
import { ranksOf } from '../../src/demo/information-systems';
import { share } from './generated';

const country = generateCountry(new Date('2026-11-20T12:00:00Z'));

test('a port holds one line, and no line comes back to its own device', () => {
  const ends = country.lines.flatMap(({ a, b }) => [a, b]);
  expect(new Set(ends).size).toBe(ends.length);
  expect(country.lines.filter(({ a, b }) => a.device === b.device)).toEqual([]);
});

test('every device but patch panels is reached from every other', () => {
  const networked = country.devices.filter(({ part }) => part !== 'panel');
  expect(reachedFrom(networked[0]!, country.lines).size).toBe(networked.length);
});

test('a regional ring holds where any one of its circuits is cut', () => {
  const ring = country.lines.filter(({ name }) => name.startsWith('Kênh vòng Đà Nẵng'));
  const region = country.lines.filter(({ a, b }) => a.device.owner === 'RC-DNG' && b.device.owner === 'RC-DNG');
  const whole = reachedFrom(ring[0]!.a.device, region).size;
  expect(ring).toHaveLength(4);
  for (const cut of ring)
    expect(
      reachedFrom(
        ring[0]!.a.device,
        region.filter((line) => line !== cut),
      ).size,
    ).toBe(whole);
});

test('cables stay within a site, but for what hangs on a station', () => {
  const cables = country.lines.filter(({ kind }) => kind === 'CABLE');
  expect(cables.filter(({ a, b }) => a.device.site !== b.device.site)).toEqual([]);
});

test('some lines cross owners: operators hand over, ministries are guests, the national center reaches the regions', () => {
  const crossing = country.lines.filter(({ a, b }) => a.owner !== b.owner);
  expect(crossing.length).toBeGreaterThan(100);
  expect(crossing.some(({ a }) => a.owner.startsWith('MIN-') && a.device.site.owner.startsWith('RC-'))).toBe(true);
});

test('not everything works: some is offline, planned or retired, and a line stands as its worse end does', () => {
  expect(share(country.devices, ({ status }) => status === 'ACTIVE')).toBeGreaterThan(0.9);
  const stages = new Set(country.devices.map(({ status }) => status));
  expect(stages).toEqual(new Set(['ACTIVE', 'OFFLINE', 'PLANNED', 'STAGED', 'DECOMMISSIONING', 'RETIRED']));
  const pretending = country.lines.filter(
    ({ status, a, b }) => status === 'ACTIVE' && [a, b].some(({ device }) => device.status !== 'ACTIVE'),
  );
  expect(pretending).toEqual([]);
});

test('a system names what stands in an earlier rank alone, and every legal level occurs', () => {
  const ranks = ranksOf(country.systems);
  const rankOf = new Map(ranks.flatMap((rank, i) => rank.map((system) => [system, i])));
  for (const system of country.systems)
    for (const other of [...system.parts, ...system.needs]) expect(rankOf.get(other)).toBeLessThan(rankOf.get(system)!);
  expect(new Set(country.systems.map(({ level }) => level))).toEqual(new Set([1, 2, 3, 4, 5]));
  expect(country.systems.some(({ parts }) => parts.length > 30)).toBe(true);
});

function reachedFrom(start: Device, lines: readonly Line[]): Set<Device> {
  const beside = new Map<Device, Device[]>();
  for (const { a, b } of lines) {
    beside.set(a.device, [...(beside.get(a.device) ?? []), b.device]);
    beside.set(b.device, [...(beside.get(b.device) ?? []), a.device]);
  }
  const reached = new Set([start]);
  for (const device of reached) for (const next of beside.get(device) ?? []) reached.add(next);
  return reached;
}
