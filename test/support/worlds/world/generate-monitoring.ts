import type { Random } from '../../random';
import { someInstant } from './chance';
import type { Organization } from './directory-model';
import type { BindingRule, Metric, Sample, Series, Subject } from './monitoring-model';
import { someId, someToken } from './unique-words';

export function someSeries(
  random: Random,
  organizations: readonly Organization[],
  metrics: readonly Metric[],
  subject: Subject | null,
): Series {
  const externalId = someToken(random);
  const origin = { source: 'probe', externalId, labels: { probe: externalId }, createdAt: someInstant(random) };
  const links = { metric: random.pick(metrics), writer: random.pick(organizations), subject };
  return { type: 'Series', id: someId(random), ...links, ...origin, samples: someSamples(random) };
}

/** One of each organization, that looks for devices wherever there may be any. */
export const someRule = (random: Random, owner: Organization, organizations: readonly Organization[]): BindingRule => ({
  ...{ type: 'BindingRule', id: someId(random), owner, code: `rule-${owner.code}`, position: 1 + random.whole(9) },
  ...{ lookup: random.pick(['NAME', 'MANAGEMENT_ADDRESS'] as const), inventoryOf: [...organizations] },
  createdAt: someInstant(random),
});

const start = Date.UTC(2026, 4, 1) / 1000;

function someSamples(random: Random): Sample[] {
  const ats = new Set(Array.from({ length: random.whole(5) }, () => start + 60 * random.whole(600)));
  return [...ats]
    .sort((a, b) => a - b)
    .map((at) => ({ at, value: random.whole(1_000_000), flag: random.chance(0.15) ? 4 : 0 }));
}
