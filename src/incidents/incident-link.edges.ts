import { organizations } from '../directory/directory.collection';
import type { RowSource } from '../kernel/reading/collection';
import { toAll, toOne } from '../kernel/reading/edges';
import { mostLinked, type IncidentLinkKind } from './incident.values';
import { incidents } from './incidents.collection';

interface IncidentLinkRow {
  otherId: string;
  authorId: string;
  kind: IncidentLinkKind;
  note: string | null;
  createdAt: string;
}

/** Links of which the viewer sees both ends. */
const links: RowSource<IncidentLinkRow> = {
  typeName: 'IncidentLink',
  columns: {
    otherId: 't.other_id',
    authorId: 't.author_id',
    kind: 't.kind',
    note: 't.note',
    createdAt: 't.created_at',
  },
};

export const incidentLinks = toAll('Incident.linked', links, {
  from: () => 'incident_link t',
  ...{ parent: 't.incident_id', order: ['other_id'], atMost: mostLinked },
});
export const linkedIncident = toOne('otherId', incidents);
export const linkAuthor = toOne('authorId', organizations);
