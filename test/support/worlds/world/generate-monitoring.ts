import type { Random } from '../../random';
import { someInstant } from './chance';
import type { Organization } from './directory-model';
import type { Metric, Sample, Series, Subject } from './monitoring-model';
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

const start = Date.UTC(2026, 4, 1) / 1000;

function someSamples(random: Random): Sample[] {
  const ats = new Set(Array.from({ length: random.whole(5) }, () => start + 60 * random.whole(600)));
  return [...ats]
    .sort((a, b) => a - b)
    .map((at) => ({ at, value: random.whole(1_000_000), flag: random.chance(0.15) ? 4 : 0 }));
}
