import type { Random } from '../random';
import { someId, someInstant, someOf, someToken, maybe } from './chance';
import { generateOrganizations, generateRegions } from './generate-directory';
import { generateInventory } from './generate-inventory';
import type { Organization } from './directory-model';
import type { Incident, Metric, Sample, Series, Subject, TimelineEntry, World } from './model';
import { generateAgreements, generateGroups } from './generate-sharing';
import { placesOf } from './cast';
import { partiesOf } from './oracle';
import { markings, severities, type Party } from './sharing-model';

/** A world of some 400 records that belong, refer and are marked as chance has it. */
export function generateWorld(random: Random): World {
  const Region = generateRegions(random);
  const Organization = generateOrganizations(random, Region);
  const SharingGroup = generateGroups(random, Organization);
  const inventory = generateInventory(random, { Organization, Region });
  const { Site, Device, Interface, Link, InformationSystem } = inventory;
  const subjects = [Organization, Site, Device, Device, Interface, Link, InformationSystem];
  const someSubject = (): Subject => random.pick<Subject>(random.pick<readonly Subject[]>(subjects));
  const Metric = ['cpu_ratio', 'if_in_octets_total', 'up'].map((name): Metric => ({
    type: 'Metric',
    id: someId(random),
    name,
    unit: random.pick(['', 'bytes']),
  }));
  const Series = Array.from({ length: 48 }, () =>
    someSeries(random, Organization, Metric, maybe(random, 0.85, someSubject())),
  );
  const Incident = Array.from({ length: 45 }, (_, i) =>
    someIncident(
      random,
      i,
      { Organization, SharingGroup, Region },
      someOf(random, Array.from({ length: 4 }, someSubject), 4),
    ),
  );
  const TimelineEntry = Array.from({ length: 70 }, () => someEntry(random, random.pick(Incident)));
  const Agreement = generateAgreements(random, Organization, SharingGroup, Region, placesOf(Organization));
  return { Region, Organization, SharingGroup, Agreement, ...inventory, Metric, Series, Incident, TimelineEntry };
}

function someSeries(
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

function someIncident(
  random: Random,
  i: number,
  { Organization, SharingGroup, Region }: Pick<World, 'Organization' | 'SharingGroup' | 'Region'>,
  affects: Subject[],
): Incident {
  const owner = random.pick(Organization);
  const nameable: Party[] = [...Organization, ...SharingGroup];
  const parties = {
    reporter: random.chance(0.5) ? owner : random.pick(Organization),
    coworkers: random.chance(0.5) ? someOf(random, nameable, 2) : [],
    recipients: random.chance(0.3) ? someOf(random, nameable, 2) : [],
  };
  return {
    ...{ type: 'Incident', id: someId(random), owner, source: 'desk', externalId: someToken(random) },
    ...{ createdAt: someInstant(random), tlp: random.pick(markings), ...parties },
    region: maybe(random, 0.4, random.pick(Region)),
    reference: `INC-${i}-${someToken(random)}`,
    title: `Outage ${random.whole(9)}`,
    summary: someToken(random),
    severity: random.pick(severities),
    state: random.pick(['NEW', 'TRIAGED', 'IN_PROGRESS', 'RESOLVED']),
    occurredAt: maybe(random, 0.7, someInstant(random)),
    detectedAt: maybe(random, 0.7, someInstant(random)),
    labels: someOf(random, ['x:a="1"', 'x:b="2"'], 2).sort(),
    affects,
  };
}

function someEntry(random: Random, incident: Incident): TimelineEntry {
  const parties = partiesOf(incident).flatMap((party) => (party.type === 'SharingGroup' ? party.members : [party]));
  return {
    ...{ type: 'TimelineEntry', id: someId(random), incident, author: random.pick(parties) },
    ...{ source: 'desk', externalId: someToken(random), marking: random.pick(markings) },
    kind: random.pick(['NOTE', 'ACTION', 'COMMUNICATION']),
    at: someInstant(random),
    text: someToken(random),
    createdAt: someInstant(random),
  };
}
