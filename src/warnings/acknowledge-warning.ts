import { HubError } from '../kernel/errors';
import { uuidOf } from '../kernel/ids';
import type { Identity } from '../kernel/postgres/identity';
import type { Db } from '../kernel/postgres/session';
import { acknowledge } from './life/warning-life.rules';
import { findStandingById, writeWarnings } from './standing.store';
import { rowAfter, standingOf, transitionsOfRow } from './warning-rows';
import { findSides, refuseUnlessOf } from './warning-sides';
import type { AcknowledgeWarningInput } from './warning.input.type';
import { faultOfNote } from './warning.rules';

/** A desk of its owner, or of who raised it, takes a warning on; what is taken on or over already stays as it is. Answers its UUID. */
export async function acknowledgeWarning(
  db: Db,
  { id, note = null }: AcknowledgeWarningInput,
  { label }: Identity,
  now: Date,
): Promise<string> {
  const fault = faultOfNote(note);
  if (fault !== null) throw new HubError('BAD_USER_INPUT', fault);
  const uuid = uuidOf('wrn', id);
  const sides = await findSides(db, uuid);
  refuseUnlessOf([sides.owner, sides.writer], 'takes it on');
  const [row] = await findStandingById(db, [uuid]);
  const taken = acknowledge(standingOf(row!), now);
  if (taken.transitions.length === 0) return uuid;
  const after = { ...rowAfter(row!, taken.next), acknowledgedBy: label, note };
  await writeWarnings(db, [after], [], transitionsOfRow(row!, taken, { label, note }));
  return uuid;
}
