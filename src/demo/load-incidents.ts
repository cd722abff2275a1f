import type { Pool } from 'pg';
import { actAs } from '../directory/act-as';
import { organizations } from '../directory/directory.collection';
import { idsByCode } from '../directory/resolve-codes';
import { addTimelineEntry } from '../incidents/add-timeline-entry';
import { incidentKind } from '../incidents/incident.write';
import { upsertRecords } from '../inventory/upsert-records';
import type { Db } from '../kernel/postgres/session';
import type { Identity } from '../kernel/postgres/identity';
import type { DemoCountry } from './demo-country';
import type { Entry } from './incident-timeline';
import type { Incident } from './incidents';
import { groupBy } from './group-by';
import { refuseNothing } from './load-stages';
import { source } from './model';
import type { Stage } from './run-stages';

/** Who history says has written the incidents. */
const label = 'trực ban';

/** Each owner writes its incidents, since a marking may hide them from whoever stands above it; then each author its entries. */
export function incidentStages(operator: Pool, { incidents, end }: DemoCountry): Stage[] {
  const ids = new Map<Incident, string>();
  const owners = groupBy(incidents, ({ owner }) => owner);
  const told = incidents.flatMap((incident) => incident.entries.map((entry) => ({ incident, entry })));
  const authors = groupBy(told, ({ entry }) => entry.author);
  return [
    {
      what: 'incidents',
      steps: [...owners].map(([organization, own]) => ({
        weight: own.length * 2,
        run: () => actAs(operator, { organization, label })((db) => writeIncidents(db, own, end, ids)),
      })),
    },
    {
      what: 'timelines',
      steps: [...authors].map(([organization, own]) => ({
        weight: own.length * 3,
        run: () =>
          actAs(operator, { organization, label })(async (db, viewer) => {
            for (const { incident, entry } of own) await writeEntry(db, viewer, ids.get(incident)!, entry, end);
          }),
      })),
    },
  ];
}

/** In batches of one reporter: the organization whose key first wrote them. */
async function writeIncidents(db: Db, own: Incident[], end: Date, ids: Map<Incident, string>): Promise<void> {
  const { owner } = own[0]!;
  const codes = own.map(({ reporter }) => reporter);
  for (const [code, id] of await idsByCode(db, organizations, codes)) {
    const reported = own.filter(({ reporter }) => reporter === code);
    const records = reported.map(({ record }) => record);
    const written = await upsertRecords(db, incidentKind(id, end), { owner, source, records });
    refuseNothing('incidents', written.refused);
    reported.forEach((incident, i) => ids.set(incident, written.ids[i]!));
  }
}

const writeEntry = (db: Db, viewer: Identity, incident: string, entry: Entry, end: Date): Promise<string> => {
  const { externalId, kind, at, text, tlp } = entry;
  return addTimelineEntry(db, { incident, source, externalId, kind, at, text, tlp }, viewer, end);
};
