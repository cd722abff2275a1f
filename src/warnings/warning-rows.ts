import { newId } from '../kernel/ids';
import { subjectKinds } from '../monitoring/subject';
import type { Evidence } from './evidence';
import type { Hold, Settled, Standing, Transition } from './life/transition.rules';
import type { NewTransition, StandingRow } from './standing.store';

/** Where the address of evidence leads. */
export interface Home {
  organizationId: string | null;
  deviceId: string | null;
  interfaceId: string | null;
  prefixId: string | null;
}

/** What the life of a warning depends on, of its row. */
export function standingOf(row: StandingRow): Standing {
  const { state, firing, severity, toldSeverity, flaps } = row;
  const at = (instant: string | null) => (instant === null ? null : new Date(instant));
  return {
    ...{ state, firing, severity, toldSeverity, flaps, hold: holdOf(row) },
    ...{ raisedAt: at(row.raisedAt)!, acknowledgedAt: at(row.acknowledgedAt), clearedAt: at(row.clearedAt) },
    ...{ changedAt: at(row.changedAt)!, evidenceAt: at(row.evidenceAt)! },
    ...{ calmAt: at(row.calmAt), clearsAt: at(row.clearsAt) },
  };
}

function holdOf({ causedById, silenceId, maintenanceId }: StandingRow): Hold | null {
  if (causedById) return { kind: 'TOPOLOGY', by: causedById };
  if (silenceId) return { kind: 'SILENCE', by: silenceId };
  return maintenanceId ? { kind: 'MAINTENANCE', by: maintenanceId } : null;
}

const holdColumns = (hold: Hold | null) => ({
  causedById: hold?.kind === 'TOPOLOGY' ? hold.by : null,
  silenceId: hold?.kind === 'SILENCE' ? hold.by : null,
  maintenanceId: hold?.kind === 'MAINTENANCE' ? hold.by : null,
});

/** The row of a warning as it stands from now on; what desks said of it goes where it is no more taken on. */
export function rowAfter(row: StandingRow, next: Standing): StandingRow {
  const text = (instant: Date | null) => instant && instant.toISOString();
  const { state, firing, severity, toldSeverity, flaps, acknowledgedAt } = next;
  return {
    ...row,
    ...{ state, firing, severity, toldSeverity, flaps, ...holdColumns(next.hold) },
    ...{ acknowledgedBy: acknowledgedAt && row.acknowledgedBy, note: acknowledgedAt && row.note },
    ...{ raisedAt: text(next.raisedAt)!, acknowledgedAt: text(acknowledgedAt), clearedAt: text(next.clearedAt) },
    suppressedAt: state === 'SUPPRESSED' ? (row.suppressedAt ?? text(next.changedAt)) : null,
    ...{ changedAt: text(next.changedAt)!, evidenceAt: text(next.evidenceAt)! },
    ...{ calmAt: text(next.calmAt), clearsAt: text(next.clearsAt) },
  };
}

/** What the evidence that was taken last says of a warning that fires; what it does not know stays. */
export function rowSaid(row: StandingRow, said: Evidence | null, home: Home | null): StandingRow {
  if (!said?.firing) return row;
  const { ruleId, seriesId, labels, explanation } = said;
  return { ...row, ruleId, seriesId, labels: { ...labels }, explanation, ...placeOf(row, said, home) };
}

const subjectProperties = [...subjectKinds.map(({ property }) => property), 'prefixId'];

function placeOf(row: StandingRow, { subject, address }: Evidence, home: Home | null): Partial<StandingRow> {
  const none = Object.fromEntries(subjectProperties.map((property) => [property, null]));
  const named = subject && subjectKinds.find(({ column }) => column === subject.column)!.property;
  if (named) return { ...none, [named]: subject.id, address: address ?? null };
  return address ? { ...none, ...home, address } : { address: row.address };
}

/** A row for a warning that begins. */
export function rowBegun({ writerId, source, fingerprint, severity }: Evidence): StandingRow {
  const none = Object.fromEntries(subjectProperties.map((property) => [property, null]));
  return {
    ...{ id: newId(), writerId, source, fingerprint, severity, labels: {}, explanation: '' },
    ...none,
    ...{ ruleId: null, seriesId: null, address: null, acknowledgedBy: null, note: null, suppressedAt: null },
  } as unknown as StandingRow;
}

/** What the transitions of a warning are kept as; of those that a desk made, with its words. */
export const transitionsOfRow = (
  { id }: StandingRow,
  { transitions }: Pick<Settled<unknown>, 'transitions'>,
  desk: { label: string; note: string | null } | null = null,
): NewTransition[] =>
  transitions.map(({ from, to, cause, at, seenAt, severity, hold }: Transition<unknown>) => ({
    ...{ id: newId(), warningId: id, fromState: from, toState: to, cause, severityThen: severity },
    ...{ at: at.toISOString(), seenAt: seenAt.toISOString(), ...holdColumns(hold) },
    ...{ actorLabel: desk?.label ?? null, note: desk?.note ?? null },
  }));
