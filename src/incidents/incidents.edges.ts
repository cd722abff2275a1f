import { organizations } from '../directory/directory.collection';
import { toAny, toMany, toOne } from '../kernel/reading/edges';
import { groupWithin, type UnderParent } from '../kernel/reading/group-under';
import { subjectKinds, subjectOf } from '../monitoring/subject';
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

const maxSubjects = 1000;
const columns = subjectKinds.map(({ column, property }) => `s.${column} AS "${property}"`).join(', ');

export const incidentSubjects = toAny(
  'Incident.affects',
  subjectKinds.map(({ collection }) => collection),
  async (db, incidentIds) => {
    const rows = await db.rows<UnderParent>(
      `SELECT s.incident_id AS "$parent", ${columns} FROM incident_subject s WHERE s.incident_id = ANY ($1::uuid[]) ORDER BY s.subject_id`,
      [incidentIds],
    );
    return groupWithin(maxSubjects, 'Incident.affects', incidentIds, rows).map((group) =>
      group.map((row) => subjectOf(row)!),
    );
  },
);
