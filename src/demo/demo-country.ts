import { generateAddressPlan, type AddressPlan } from './address-plan';
import { generateDevices } from './devices';
import { generateIncidents, type Incident } from './incidents';
import { generateSystems, type System } from './information-systems';
import { generateLinks } from './links';
import type { Device, Line, Site } from './model';
import { generateSeries, type Series } from './series';
import { slotMs } from './signal';
import { generateSites } from './sites';

/** The demonstration country before anything is written: the same on every machine, at every load. */
export interface DemoCountry {
  sites: Site[];
  devices: Device[];
  lines: Line[];
  plan: AddressPlan;
  systems: System[];
  series: Series[];
  incidents: Incident[];
  /** The instant it takes for now: its last samples lie there. */
  end: Date;
}

/** At full scale 2,000 devices in 34 regions; a smaller one has fewer regions, each of them whole. */
export function generateCountry(end: Date, scale = 1): DemoCountry {
  const sites = generateSites(scale);
  const devices = generateDevices(sites);
  const lines = generateLinks(sites, devices);
  const plan = generateAddressPlan(sites, devices, lines);
  const systems = generateSystems(scale, devices);
  const series = generateSeries(scale, devices, lines);
  const incidents = generateIncidents(scale, { sites, devices, lines, systems }, end);
  return { sites, devices, lines, plan, systems, series, incidents, end };
}

const hourMs = 3_600_000;

export const startOfHour = (now: Date): Date => new Date(now.getTime() - (now.getTime() % hourMs));

/** The instant of a slot of the day that ends at `end`. */
export const instantOf = (end: Date, slot: number, slots: number): string =>
  new Date(end.getTime() - (slots - 1 - slot) * slotMs).toISOString();
