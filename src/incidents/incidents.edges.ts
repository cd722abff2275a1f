import { organizations } from '../directory/directory.collection';
import { toAny, toMany, toOne } from '../kernel/reading/edges';
import { subjectKinds } from '../monitoring/subject';
import { mostAffected } from './incident.values';
import { incidents, timelineEntries } from './incidents.collection';

export const incidentReporter = toOne('reporterId', organizations);
export const entryAuthor = toOne('authorId', organizations);
export const entryIncident = toOne('incidentId', incidents);
export const incidentTimeline = toMany('Incident.timeline', timelineEntries, 't.incident_id = p.parent');
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
