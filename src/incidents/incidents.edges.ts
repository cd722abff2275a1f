import { organizations } from '../directory/directory.collection';
import { toAny, toMany, toOne } from '../kernel/reading/edges';
import { subjectKinds } from '../monitoring/subject';
import { mostAffected } from './incident.values';
import { incidents, timelineEntries } from './incidents.collection';

export const incidentReporter = toOne('reporterId', organizations);
export const entryAuthor = toOne('authorId', organizations);
export const entryIncident = toOne('incidentId', incidents);
export const incidentCoordinator = toOne('coordinatorId', organizations);
export const incidentReceiver = toOne('handOverToId', organizations);
export const mergedInto = toOne('mergedIntoId', incidents);
export const mergedIncidents = toMany('Incident.merged', incidents, 't.merged_into_id = p.parent');
/** Its own entries, and those of the duplicates that were merged into it: each is seen as its own marking and incident say. */
export const incidentTimeline = toMany(
  'Incident.timeline',
  timelineEntries,
  't.incident_id IN (SELECT p.parent UNION ALL SELECT m.id FROM incident m WHERE m.merged_into_id = p.parent)',
);
export const organizationIncidents = toMany('Organization.incidents', incidents, 't.owner_id = p.parent');
export const subjectIncidents = toMany(
  'Subject.incidents',
  incidents,
  't.id IN (SELECT s.incident_id FROM incident_subject s WHERE s.subject_id = p.parent)',
);

export const incidentSubjects = toAny(
  'Incident.affects',
  subjectKinds.map(({ collection }) => collection),
  'affectedIds',
  mostAffected,
);
