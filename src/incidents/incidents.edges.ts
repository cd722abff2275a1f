import { organizations } from '../directory/directory.collection';
import { toAny, toMany, toOne } from '../kernel/reading/edges';
import type { RowSource } from '../kernel/reading/collection';
import { asObjects } from '../kernel/reading/row-form';
import { readAll, type WholeList } from '../kernel/reading/whole-list';
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

/** What incidents affect, by whichever column is set. */
const subjects: RowSource<object> = {
  typeName: 'IncidentSubject',
  table: 'incident_subject',
  columns: Object.fromEntries(subjectKinds.map(({ column, property }) => [property, `t.${column}`])),
};
const subjectsOfIncident: WholeList = {
  name: 'Incident.affects',
  target: subjects,
  relation: 't.incident_id = p.parent',
  order: ['subject_id'],
  atMost: 1000,
};

export const incidentSubjects = toAny(
  'Incident.affects',
  subjectKinds.map(({ collection }) => collection),
  async (db, incidentIds) => {
    const lists = await readAll(db, subjectsOfIncident, incidentIds, {}, asObjects(subjects));
    return lists.map((rows) => rows.map((row) => subjectOf(row)!));
  },
);
