import type { Random } from '../../random';
import { placesOf } from './cast';
import { someOf, maybe } from './chance';
import { generateOrganizations, generateRegions } from './generate-directory';
import { someIncident, someEntry } from './generate-incidents';
import { generateInventory } from './generate-inventory';
import { someRule, someSeries } from './generate-monitoring';
import { generateAgreements, generateGroups } from './generate-sharing';
import { someTransition, someWarning } from './generate-warnings';
import type { Warning } from './warning-model';
import type { Metric, Subject } from './monitoring-model';
import type { World } from './things';
import { someId } from './unique-words';

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
  const BindingRule = Organization.map((owner) => someRule(random, owner, Organization));
  const Warning: Warning[] = [];
  for (let i = 0; i < 40; i += 1)
    Warning.push(someWarning(random, Organization, maybe(random, 0.85, someSubject()), Warning));
  const WarningTransition = Array.from({ length: 60 }, () => someTransition(random, random.pick(Warning)));
  const measured = { Metric, Series, BindingRule, Warning, WarningTransition };
  return { Region, Organization, SharingGroup, Agreement, ...inventory, ...measured, Incident, TimelineEntry };
}
