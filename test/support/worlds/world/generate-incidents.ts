import type { Random } from '../../random';
import { someInstant, someOf, maybe } from './chance';
import { partiesOf, type Incident, type TimelineEntry } from './incident-model';
import type { Subject } from './monitoring-model';
import { markings, severities, type Party } from './sharing-model';
import type { World } from './things';
import { someId, someToken } from './unique-words';

export function someIncident(
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
    coordinator: maybe(random, 0.2, random.pick(Organization)),
    handOverTo: maybe(random, 0.15, random.pick(Organization)),
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
    ...{ mergedInto: null, linked: [] },
  };
}

/** Some are duplicates of others, some are linked: whoever sees one end may not see the other. */
export function joinSome(random: Random, incidents: Incident[]): void {
  const half = Math.floor(incidents.length / 2);
  for (const duplicate of incidents.slice(0, half)) {
    if (!random.chance(0.3)) continue;
    duplicate.mergedInto = random.pick(incidents.slice(half));
    duplicate.state = 'CLOSED';
  }
  for (let n = 0; n < incidents.length; n += 1) {
    const [one, other] = [random.pick(incidents), random.pick(incidents)];
    if (one === other || one.linked.some((link) => link.other === other)) continue;
    const isCause = random.chance(0.5);
    one.linked.push({ kind: isCause ? 'CAUSED_BY' : 'RELATED', other });
    other.linked.push({ kind: isCause ? 'CAUSES' : 'RELATED', other: one });
  }
}

export function someEntry(random: Random, incident: Incident): TimelineEntry {
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
