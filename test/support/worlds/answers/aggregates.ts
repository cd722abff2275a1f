import { ownerOf, regionOf } from '../oracle/derived';
import type { Sight } from '../oracle/sight';
import type { Metric, Subject } from '../world/monitoring-model';
import { byId, idOf, type Thing, type Things } from '../world/things';
import { sorted } from './orders';

type Series = Things['Series'];

const day = 86_400;
const byName = [{ field: 'NAME', direction: 'ASC' as const }];

/** Where series belong for who sees this much, and what there may be of it, in the order of names. */
const places = {
  SITE: { field: 'site', all: ({ world }: Sight): Thing[] => sorted(world.Site, byName), of: siteOf },
  REGION: { field: 'region', all: ({ world }: Sight): Thing[] => sorted(world.Region, byName), of: regionOf },
  ORGANIZATION: {
    field: 'organization',
    all: ({ world }: Sight): Thing[] => sorted(world.Organization, byName),
    of: ownerOf,
  },
};

/** The site that is measured, or where the device stands; each on the way is seen, or there is none. */
function siteOf({ subject }: Series, sight: Sight): Thing | null {
  const seen = sight.show(subject) as Subject | null;
  if (seen?.type === 'Interface') return sight.show(sight.show(seen.device)?.site ?? null);
  if (seen?.type === 'Device') return sight.show(seen.site);
  return seen?.type === 'Site' ? seen : null;
}

export const groupings = Object.keys(places) as (keyof typeof places)[];
export const groupFields = '{ site { id } region { id } organization { id } seriesCount timestamps values count }';

/** The sum of a metric by days for each place, those of none last. */
export function sumsOf(metric: Metric, grouping: keyof typeof places, sight: Sight): object[] {
  const { field, all, of } = places[grouping];
  const series = sight.all('Series').filter((one) => one.metric === metric);
  const groups = [...all(sight), null].map((place) => ({
    place,
    among: series.filter((one) => of(one, sight) === place).sort(byId),
  }));
  return groups
    .filter(({ among }) => among.length > 0)
    .map(({ place, among }) => ({
      ...{ site: null, region: null, organization: null, [field]: place && { id: idOf(place) } },
      ...{ seriesCount: among.length, ...folded(among) },
    }));
}

function folded(among: readonly Series[]) {
  const means = among.map(meansOf);
  const days = [...new Set(means.flatMap((of) => [...of.keys()]))].sort((a, b) => a - b);
  const points = days.map((start) => means.flatMap((of) => of.get(start) ?? []));
  return {
    timestamps: days.map((start) => new Date(start * 1000).toISOString().replace('.000Z', 'Z')),
    values: points.map((of) => of.reduce((sum, mean) => sum + mean, 0)),
    count: points.map(({ length }) => length),
  };
}

function meansOf({ samples }: Series): Map<number, number> {
  const days = new Map<number, number[]>();
  for (const { at, value, flag } of samples) {
    const start = Math.floor(at / day) * day;
    if (flag === 0) days.set(start, [...(days.get(start) ?? []), value]);
  }
  return new Map([...days].map(([start, of]) => [start, of.reduce((sum, value) => sum + value, 0) / of.length]));
}
