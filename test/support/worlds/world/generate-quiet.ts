import type { Random } from '../../random';
import { maybe, someInstant, someOf } from './chance';
import type { Organization } from './directory-model';
import type { Subject } from './monitoring-model';
import type { Covered, Maintenance, MaintenanceObject, Silence } from './quiet-model';
import { severities } from './sharing-model';
import { someId, someToken } from './unique-words';

const window = { startsAt: '2026-05-01T00:00:00Z', endsAt: '2026-05-02T00:00:00Z' };

export function someSilence(random: Random, organizations: readonly Organization[], subject: Subject): Silence {
  const owner = random.pick(organizations);
  return {
    ...{ type: 'Silence', id: someId(random), owner, source: 'desk', externalId: someToken(random) },
    ...{ quiets: [...new Set([owner, ...someOf(random, organizations, 2)])], reason: someToken(random) },
    ...{ subject: maybe(random, 0.6, subject), mostSeverity: random.pick(severities), ...window },
    createdAt: someInstant(random),
  };
}

export const someMaintenance = (
  random: Random,
  organizations: readonly Organization[],
  about: readonly Covered[],
): Maintenance => ({
  ...{ type: 'Maintenance', id: someId(random), owner: random.pick(organizations), source: 'noc' },
  ...{ externalId: someToken(random), provider: maybe(random, 0.3, random.pick(organizations)) },
  ...{ title: `Work ${1 + random.whole(12)}`, status: random.pick(['TENTATIVE', 'CONFIRMED', 'CANCELLED'] as const) },
  ...{ impact: random.pick(['NO_IMPACT', 'OUTAGE'] as const), ...window, about: someOf(random, about, 3) },
  createdAt: someInstant(random),
});

/** One for each object, and sometimes a circuit that there is no link for. */
export function objectsOf(random: Random, maintenance: Maintenance): MaintenanceObject[] {
  const circuits = random.chance(0.4) ? [someToken(random)] : [];
  const named = [
    ...maintenance.about.map((subject) => ({ subject, circuit: null })),
    ...circuits.map((circuit) => ({ subject: null, circuit })),
  ];
  return named.map((what) => ({
    ...{ type: 'MaintenanceObject', id: someId(random), maintenance, ...what },
    ...{ impact: maintenance.impact, createdAt: someInstant(random) },
  }));
}
