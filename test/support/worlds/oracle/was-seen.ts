import type { Incident } from '../world/incident-model';
import type { Marking, Party, Severity } from '../world/sharing-model';
import type { World } from '../world/things';
import { grantsFor } from './grants';
import { seesAlone } from './sees-alone';
import type { Sight } from './sight';

export type Image = { id: string } & Record<string, unknown>;

/** Whether the viewer saw an incident as it stood then, by whom and what its image names. */
export function wasSeen(image: Image, incident: Incident, { viewer, agreed }: Sight, world: World): boolean {
  const organization = (id: unknown) => world.Organization.find((one) => one.id === id)!;
  const named = (ids: unknown): Party[] =>
    [...world.Organization, ...world.SharingGroup].filter(({ id }) => (ids as string[]).includes(id));
  const owner = organization(image['owner_id']);
  const then: Incident = {
    ...{ ...incident, owner, reporter: image['reporter_id'] ? organization(image['reporter_id']) : owner },
    // Who is named is not always told: then as it is now.
    coworkers: image['coworker_ids'] ? named(image['coworker_ids']) : incident.coworkers,
    recipients: image['recipient_ids'] ? named(image['recipient_ids']) : incident.recipients,
    region: world.Region.find(({ id }) => id === image['region_id']) ?? null,
    ...{ tlp: image['tlp'] as Marking, severity: image['severity'] as Severity },
  };
  return seesAlone(viewer, then) || grantsFor(viewer, agreed, then).length > 0;
}
