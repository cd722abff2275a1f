import { HubError } from '../../kernel/errors';
import { uuidOf } from '../../kernel/ids';
import type { Identity } from '../../kernel/postgres/identity';
import type { Db } from '../../kernel/postgres/session';
import { changeIncident, inWords, tellTimeline } from './change-incident.store';
import type { AnswerHandOverInput, HandOverIncidentInput } from './life.input.type';
import { refuseLong } from './refuse-long';
import { holdIncident, refuseOtherVersion, type StandingIncident } from './standing-incident.store';

/**
 * Offers an incident to another organization, or takes the offer back. Who owns an incident answers for it by law, so nobody is made to: it
 * goes over when the other side accepts, or at once where the key writes for both. Answers its UUID.
 */
export async function handOverIncident(
  db: Db,
  input: HandOverIncidentInput,
  viewer: Identity,
  now: Date,
): Promise<string> {
  refuseLong({ note: input.note });
  const standing = await holdIncident(db, uuidOf('inc', input.incident, 'incident'));
  if (standing.part !== 'OWNER') throw new HubError('FORBIDDEN', 'Handing an incident over is for its owner.');
  await refuseOtherVersion(db, standing, input.version);
  if (standing.mergedIntoId)
    throw new HubError('BAD_USER_INPUT', 'incident: it was merged into another one: hand that one over.');
  const receiver = input.to == null ? null : await findReceiver(db, input.to, standing);
  const others = standing.coworkerIds.filter((id) => id !== standing.ownerId);
  const coworkerIds = input.staysOn && receiver ? [...others, standing.ownerId] : others;
  if (receiver?.writable) {
    await moveTo(db, standing, receiver.id, coworkerIds, viewer, now, input.note);
    return standing.id;
  }
  // Told before an offer is taken back: afterwards it may not be the other side's to read.
  const told = receiver ? `Offered to ${receiver.code}.` : 'The offer to hand it over was taken back.';
  if (receiver) await changeIncident(db, standing.id, { handOverToId: receiver.id, coworkerIds }, ['coworkers']);
  await tellParties(db, standing, viewer, now, told, input.note);
  if (!receiver) await changeIncident(db, standing.id, { handOverToId: null, coworkerIds }, []);
  return standing.id;
}

/** The organization that is asked takes an incident over, or does not. Answers its UUID. */
export async function answerHandOver(db: Db, input: AnswerHandOverInput, viewer: Identity, now: Date): Promise<string> {
  refuseLong({ note: input.note });
  const standing = await holdIncident(db, uuidOf('inc', input.incident, 'incident'));
  const { handOverToId: receiver } = standing;
  if (!standing.receives || !receiver)
    throw new HubError('FORBIDDEN', 'Answering is for the organization that is asked to take the incident over.');
  await refuseOtherVersion(db, standing, input.version);
  if (input.accept) {
    await moveTo(db, standing, receiver, standing.coworkerIds, viewer, now, input.note);
    return standing.id;
  }
  const [asked] = await codesOf(db, [receiver]);
  await tellParties(
    db,
    { ...standing, actorId: receiver },
    viewer,
    now,
    `${asked!.code} does not take it over.`,
    input.note,
  );
  await db.rows('SELECT hub.decline_hand_over($1)', [standing.id]);
  return standing.id;
}

/** What stands in the timeline is told once the new owner is one, in its name where the key writes for it. */
async function moveTo(
  db: Db,
  standing: StandingIncident,
  receiver: string,
  coworkerIds: readonly string[],
  viewer: Identity,
  now: Date,
  note: string | null | undefined,
): Promise<void> {
  const remaining = coworkerIds.filter((id) => id !== receiver);
  await changeIncident(db, standing.id, { ownerId: receiver, handOverToId: null, coworkerIds: remaining }, []);
  const codes = new Map((await codesOf(db, [standing.ownerId, receiver])).map(({ id, code }) => [id, code]));
  const text = `Handed over by ${codes.get(standing.ownerId)} to ${codes.get(receiver)}.`;
  const taken = { ...standing, actorId: receiver };
  await tellTimeline(db, taken, viewer.label, { kind: 'ACTION', text, at: now.toISOString() });
  if (note) await tellParties(db, taken, viewer, now, note);
}

const tellParties = (
  db: Db,
  standing: StandingIncident,
  viewer: Identity,
  now: Date,
  ...words: (string | null | undefined)[]
): Promise<void> =>
  tellTimeline(db, standing, viewer.label, {
    ...{ kind: 'COMMUNICATION', text: inWords(...words), at: now.toISOString(), marking: 'RED' },
  });

async function findReceiver(db: Db, code: string, { ownerId }: StandingIncident) {
  const [found] = await db.rows<{ id: string; code: string; writable: boolean }>(
    'SELECT o.id, o.code, o.id = ANY ((SELECT hub.writers())::uuid[]) AS writable FROM organization o WHERE o.code = $1',
    [code],
  );
  if (!found)
    throw new HubError('BAD_USER_INPUT', `to: there is no organization with the code "${code.slice(0, 63)}".`);
  if (found.id === ownerId) throw new HubError('BAD_USER_INPUT', `to: "${found.code}" owns the incident already.`);
  return found;
}

const codesOf = (db: Db, ids: readonly string[]): Promise<{ id: string; code: string }[]> =>
  db.rows('SELECT o.id, o.code FROM organization o WHERE o.id = ANY ($1::uuid[])', [ids]);
