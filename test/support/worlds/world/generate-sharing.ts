import type { Random } from '../../random';
import { maybe, someInstant, someName, someOf } from './chance';
import type { Organization, Region } from './directory-model';
import {
  allMasks,
  markings,
  severities,
  type Agreement,
  type Dataset,
  type Feed,
  type Party,
  type SharingGroup,
} from './sharing-model';
import { someId, someToken } from './unique-words';

const datasets: readonly Dataset[] = ['INVENTORY', 'SAMPLES', 'INCIDENTS'];

/** Sets of organizations that share members; one has none. */
export function generateGroups(random: Random, organizations: readonly Organization[]): SharingGroup[] {
  return Array.from({ length: 5 }, (_, i) => ({
    ...{ type: 'SharingGroup', id: someId(random), owner: random.pick(organizations), code: `G${i}` },
    ...{ name: someName(random), createdAt: someInstant(random) },
    members: i === 0 ? [] : [...new Set([random.pick(organizations), ...someOf(random, organizations, 5)])],
  }));
}

/**
 * Agreements of every kind, many of them over the same records with other terms: half of them in force, and half of all with whom the test
 * looks at the world as.
 */
export function generateAgreements(
  random: Random,
  organizations: readonly Organization[],
  groups: readonly SharingGroup[],
  regions: readonly Region[],
  viewers: readonly Organization[],
): Agreement[] {
  const someConsumer = (): Party =>
    random.chance(0.6) ? random.pick(viewers) : random.pick<Party>(random.chance(0.5) ? groups : organizations);
  return Array.from({ length: 44 }, (_, i): Agreement => {
    const consumer = someConsumer();
    const providers = organizations.filter((organization) => organization !== consumer);
    // Few providers for most, so that their agreements overlap.
    const provider = random.pick(random.chance(0.5) ? providers.slice(0, 5) : providers);
    return {
      ...{ type: 'Agreement', id: someId(random), title: `Agreement ${i} ${someToken(random)}` },
      ...{ legalBasis: `Decree ${random.whole(99)}`, provider, consumer, withDescendants: random.chance(0.5) },
      datasets: [...new Set([random.pick(datasets), ...someOf(random, datasets, 3)])],
      region: maybe(random, 0.4, random.pick(regions)),
      leastSeverity: random.chance(0.5) ? 'INFO' : random.pick(severities),
      ceiling: random.pick(markings),
      withheld: random.chance(0.3) ? [] : someOf(random, allMasks, 6),
      ...someState(random),
      createdAt: someInstant(random),
    };
  });
}

/** One of each organization. */
export const someFeed = (random: Random, owner: Organization): Feed => ({
  ...{ type: 'Feed', id: someId(random), owner, code: `feed-${owner.code}`, createdAt: someInstant(random) },
  types: [random.pick(['Device', 'Incident', 'Site'])],
});

const day = 86_400;
const shifted = (seconds: number): string =>
  new Date(1000 * (Math.floor(Date.now() / 1000) + seconds)).toISOString().replace('.000Z', 'Z');

/** In force, not accepted, over in the record or by the clock alone, and yet to begin. */
function someState(random: Random): Pick<Agreement, 'state' | 'validFrom' | 'validUntil'> {
  const began = shifted(random.pick([-2 * day, -day]));
  const lasting = { validFrom: began, validUntil: maybe(random, 0.5, shifted(day)) };
  const way = random.whole(12);
  if (way === 0) return { state: 'PROPOSED', ...lasting };
  if (way === 1) return { state: 'ENDED', ...lasting };
  if (way === 2) return { state: 'EXPIRED', validFrom: began, validUntil: shifted(-3600) };
  if (way === 3) return { state: 'ACCEPTED', validFrom: began, validUntil: shifted(-60) };
  if (way === 4) return { state: 'ACCEPTED', validFrom: shifted(day), validUntil: null };
  return { state: 'ACCEPTED', ...lasting };
}
