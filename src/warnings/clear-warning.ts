import { writerOf } from '../directory/find-writer';
import { HubError } from '../kernel/errors';
import { uuidOf } from '../kernel/ids';
import type { Identity } from '../kernel/postgres/identity';
import type { Db } from '../kernel/postgres/session';
import type { Evidence } from './evidence';
import { close } from './life/warning-life.rules';
import { settleWarnings } from './settle-warnings';
import { findStandingById, writeWarnings } from './standing.store';
import { rowAfter, standingOf, transitionsOfRow } from './warning-rows';
import type { ClearWarningInput } from './warning.input.type';
import { faultOfKey, faultOfNote, faultOfSource } from './warning.rules';
import { findSides, refuseUnlessOf } from './warning-sides';

/** Answers the UUID of the warning that is over, or null where none has the key; what is over already stays as it is. */
export async function clearWarning(
  db: Db,
  input: ClearWarningInput,
  viewer: Identity,
  now: Date,
): Promise<string | null> {
  if ((input.id == null) === (input.externalId == null))
    throw new HubError('BAD_USER_INPUT', 'Give one of the two: id, or externalId with its source.');
  const fault = faultOfNote(input.note) ?? faultOfKey(input.externalId ?? null);
  if (fault !== null) throw new HubError('BAD_USER_INPUT', fault);
  return input.id == null ? clearByKey(db, input, now) : closeById(db, input.id, input.note ?? null, viewer, now);
}

/** Its source says that it is over. */
async function clearByKey(
  db: Db,
  { owner, source, externalId, at }: ClearWarningInput,
  now: Date,
): Promise<string | null> {
  const fault = faultOfSource(source);
  if (fault !== null) throw new HubError('BAD_USER_INPUT', fault);
  const writer = await writerOf(db, owner ?? null);
  const over: Evidence = {
    ...{ writerId: writer.id, source, fingerprint: externalId!, ruleId: null, seriesId: null, subject: null },
    ...{ labels: {}, firing: false, severity: 'INFO', explanation: '', at: at == null ? now : new Date(at) },
  };
  const [settled] = await settleWarnings(db, [over], now);
  return settled!.id;
}

/** A desk of its writer ends it, whatever its source says. */
async function closeById(db: Db, id: string, note: string | null, viewer: Identity, now: Date): Promise<string> {
  const uuid = uuidOf('wrn', id);
  const sides = await findSides(db, uuid);
  refuseUnlessOf([sides.writer], 'ends it');
  const [row] = await findStandingById(db, [uuid]);
  const closed = close(standingOf(row!), now);
  if (closed.transitions.length === 0) return uuid;
  const desk = { label: viewer.label, note };
  await writeWarnings(db, [rowAfter(row!, closed.next)], [], transitionsOfRow(row!, closed, desk));
  return uuid;
}
