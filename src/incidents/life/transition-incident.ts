import { HubError } from '../../kernel/errors';
import { uuidOf } from '../../kernel/ids';
import type { Identity } from '../../kernel/postgres/identity';
import type { Db } from '../../kernel/postgres/session';
import type { DeskField } from '../desk-fields.values';
import { faultOfRsit } from '../rsit';
import { changeIncident, inWords, tellTimeline } from './change-incident.store';
import { isRefused, takeStep } from './incident-life.rules';
import type { TransitionIncidentInput } from './life.input.type';
import { refuseLong } from './refuse-long';
import { holdIncident, refuseOtherVersion } from './standing-incident.store';

/** Brings an incident to another state, which its timeline tells. Answers its UUID. */
export async function transitionIncident(
  db: Db,
  input: TransitionIncidentInput,
  viewer: Identity,
  now: Date,
): Promise<string> {
  const { note, resolution, classification, awareAt } = input;
  refuseLong({ note, resolution });
  const strayed = classification && faultOfRsit(classification.class, classification.type);
  if (strayed) throw new HubError('BAD_USER_INPUT', `classification: ${strayed}`);
  const standing = await holdIncident(db, uuidOf('inc', input.incident, 'incident'));
  await refuseOtherVersion(db, standing, input.version);
  const outcome = takeStep(standing, { role: viewer.role, part: standing.part }, input, now);
  if (isRefused(outcome)) throw new HubError(outcome.code, outcome.message);
  const said: DeskField[] = ['state', 'resolution', ...(classification ? (['classification'] as const) : [])];
  await changeIncident(db, standing.id, outcome.set, awareAt ? [...said, 'awareAt'] : said);
  const states = { from: standing.state, to: input.to };
  const text = inWords(`${states.from} → ${states.to}`, note, resolution);
  await tellTimeline(db, standing, viewer.label, { kind: 'STATE_CHANGE', text, at: outcome.at, states });
  return standing.id;
}
