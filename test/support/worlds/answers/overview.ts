import { regionOf } from '../oracle/derived';
import type { Sight } from '../oracle/sight';
import type { Region } from '../world/directory-model';
import type { Device, Site } from '../world/inventory-model';
import type { Incident } from '../world/incident-model';
import type { Warning } from '../world/warning-model';
import { idOf } from '../world/things';
import { sorted } from './orders';

export interface OverviewRow {
  region: { id: string } | null;
  status: string | null;
  severity: string | null;
  warningState: string | null;
  count: number;
}

const statuses = ['PLANNED', 'STAGED', 'ACTIVE', 'OFFLINE', 'DECOMMISSIONING', 'RETIRED'];
const states = ['RAISED', 'ACKNOWLEDGED', 'SUPPRESSED'];
const severities = ['INFO', 'MINOR', 'MAJOR', 'CRITICAL'];

const openIncidents = (sight: Sight): Incident[] =>
  sight.all('Incident').filter(({ state }) => state !== 'RESOLVED' && state !== 'CLOSED');

/** What each overview holds for who sees this much: seen one by one, and counted. */
export const overviews: Record<string, (sight: Sight) => OverviewRow[]> = {
  DEVICES_BY_REGION_AND_STATUS: (sight) => byRegionAndStatus(sight, sight.all('Device')),
  SITES_BY_REGION_AND_STATUS: (sight) => byRegionAndStatus(sight, sight.all('Site')),
  OPEN_INCIDENTS_BY_SEVERITY: (sight) => bySeverity(openIncidents(sight), null),
  OPEN_WARNINGS_BY_STATE: (sight) => byState(sight.all('Warning'), null),
  OPEN_WARNINGS_BY_REGION_AND_STATE: (sight) =>
    places(sight).flatMap((place) => byState(lyingIn(place, sight.all('Warning')), place)),
  OPEN_WARNINGS_BY_REGION_AND_SEVERITY: (sight) =>
    places(sight).flatMap((place) => bySeverity(lyingIn(place, sight.all('Warning')), place)),
  OPEN_INCIDENTS_BY_REGION_AND_SEVERITY: (sight) => {
    const incidents = openIncidents(sight);
    return places(sight).flatMap((place) => bySeverity(lyingIn(place, incidents), place));
  },
};

const places = ({ world }: Sight): (Region | null)[] => [
  ...sorted(world.Region, [{ field: 'NAME', direction: 'ASC' }]),
  null,
];
const lyingIn = <T extends Device | Site | Incident | Warning>(place: Region | null, things: readonly T[]): T[] =>
  things.filter((thing) => regionOf(thing) === place);

function byRegionAndStatus(sight: Sight, things: readonly (Device | Site)[]): OverviewRow[] {
  const rows = places(sight).flatMap((place) =>
    statuses.map((status) => {
      const count = lyingIn(place, things).filter((thing) => thing.status === status).length;
      return { region: place && { id: idOf(place) }, status, severity: null, warningState: null, count };
    }),
  );
  return rows.filter(({ count }) => count > 0);
}

function byState(warnings: readonly Warning[], place: Region | null): OverviewRow[] {
  const rows = states.map((warningState) => {
    const { length: count } = warnings.filter(({ state }) => state === warningState);
    return { region: place && { id: idOf(place) }, status: null, severity: null, warningState, count };
  });
  return rows.filter(({ count }) => count > 0);
}

function bySeverity(incidents: readonly (Incident | Warning)[], place: Region | null): OverviewRow[] {
  const rows = severities.map((severity) => {
    const { length: count } = incidents.filter((incident) => incident.severity === severity);
    return { region: place && { id: idOf(place) }, status: null, severity, warningState: null, count };
  });
  return rows.filter(({ count }) => count > 0);
}
