import type { Random } from '../../random';
import { maybe, someInstant, someName, someOf } from './chance';
import type { Organization } from './directory-model';
import type { Incident } from './incident-model';
import type { Playbook, Task } from './response-model';
import { markings } from './sharing-model';
import { someId, someToken } from './unique-words';

export function somePlaybook(random: Random, organizations: readonly Organization[]): Playbook {
  const owner = maybe(random, 0.85, random.pick(organizations));
  return {
    ...{ type: 'Playbook', id: someId(random), owner, source: 'desk', externalId: someToken(random) },
    tlp: owner ? random.pick(markings) : 'CLEAR',
    name: someName(random),
    description: someToken(random),
    fits: someOf(random, ['availability', 'availability/outage', 'fraud'], 2).sort(),
    createdAt: someInstant(random),
  };
}

/** Depends on tasks of its incident that were made before it, where whoever sees it sees them too. */
export function someTask(
  random: Random,
  incident: Incident,
  made: readonly Task[],
  organizations: readonly Organization[],
  playbooks: readonly Playbook[],
): Task {
  const marking = random.pick(markings);
  const before = made.filter(
    (one) => one.incident === incident && markings.indexOf(one.marking) <= markings.indexOf(marking),
  );
  return {
    ...{ type: 'Task', id: someId(random), incident, playbook: maybe(random, 0.6, random.pick(playbooks)), marking },
    ...{ source: 'desk', externalId: someToken(random), assignee: random.pick(organizations) },
    position: 1 + random.whole(6),
    name: someName(random),
    description: someToken(random),
    state: random.pick(['WAITING', 'OPEN', 'IN_PROGRESS', 'NOT_TAKEN']),
    dependsOn: someOf(random, before, 2),
    createdAt: someInstant(random),
  };
}
