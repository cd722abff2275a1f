import { partiesOfMaintenance, partiesOfObject } from '../oracle/parties';
import type { World } from '../world/things';
import { idOrNull, sourcedRow, subjectRow, type Planned } from './rows';

const idsOf = (things: readonly { id: string }[]): string[] => things.map(({ id }) => id).sort();

/** Silences and maintenance, with what that is about. */
export const quietTables: Record<string, (world: World) => Planned[]> = {
  silence: ({ Silence }) =>
    Silence.map((thing) => {
      const { quiets, reason, subject, mostSeverity, startsAt, endsAt } = thing;
      const terms = { reason, most_severity: mostSeverity, starts_at: startsAt, ends_at: endsAt };
      const row = { ...sourcedRow(thing), ...terms, quiets_ids: quiets.map(({ id }) => id), ...subjectRow(subject) };
      const access = { owner_id: thing.owner.id, party_ids: [thing.owner.id, ...quiets.map(({ id }) => id)] };
      return { key: thing.id, as: thing, access, row };
    }),
  maintenance: ({ Maintenance }) =>
    Maintenance.map((thing) => {
      const { provider, title, status, impact, startsAt, endsAt } = thing;
      const terms = { title, status, impact, starts_at: startsAt, ends_at: endsAt, provider_id: idOrNull(provider) };
      const access = { owner_id: thing.owner.id, party_ids: idsOf(partiesOfMaintenance(thing)) };
      return { key: thing.id, as: thing, access, row: { ...sourcedRow(thing), ...terms } };
    }),
  maintenance_object: ({ MaintenanceObject }) =>
    MaintenanceObject.map((thing) => {
      const { id, maintenance, circuit, subject, impact, createdAt } = thing;
      const { organization_id: _, ...columns } = subjectRow(subject);
      const row = { id, maintenance_id: maintenance.id, owner_id: maintenance.owner.id, circuit, impact };
      const access = { owner_id: maintenance.owner.id, party_ids: idsOf(partiesOfObject(thing)) };
      return { key: id, as: thing, access, row: { ...row, ...columns, created_at: createdAt } };
    }),
};
