import { roles, type Role } from '../../directory/role.values';
import { incidentStates, type IncidentState } from '../incident.values';
import type { IncidentPart, Instants, LifeAction, Living, Refused } from './incident-life.values';
import { faultOfTimes, lastStepOf } from './incident-times.rules';

/*
 * The life of an incident. The states are those of FIRST's CSIRT services (triage, analysis, mitigation, closing) and of trouble ticketing
 * alike: a fault is rarely contained before it is over, so CONTAINED may be left out, and what passes by itself is RESOLVED from TRIAGED.
 * Who leads (its owner, or the coordinator that the owner named) triages, closes and reopens; co-workers do what lies between.
 */

/** A step that can be taken. */
export interface Step {
  from: IncidentState;
  to: IncidentState;
  action: LifeAction;
  /** The least role of the key. */
  least: Role;
  by: readonly IncidentPart[];
}

const leading: readonly IncidentPart[] = ['OWNER', 'COORDINATOR'];
const working: readonly IncidentPart[] = [...leading, 'COWORKER'];
const step = (
  from: IncidentState,
  action: LifeAction,
  to: IncidentState,
  by: readonly IncidentPart[],
  least: Role = 'RESPONDER',
): Step => ({ from, to, action, least, by });

/** Every step there is. What is over for good, with its reports sent, a steward alone reopens. */
export const steps: readonly Step[] = [
  step('NEW', 'TRIAGE', 'TRIAGED', leading),
  step('NEW', 'DISMISS', 'CLOSED', leading),
  step('TRIAGED', 'DISMISS', 'CLOSED', leading),
  step('TRIAGED', 'START', 'IN_PROGRESS', working),
  step('TRIAGED', 'RESOLVE', 'RESOLVED', working),
  step('IN_PROGRESS', 'CONTAIN', 'CONTAINED', working),
  step('IN_PROGRESS', 'RESOLVE', 'RESOLVED', working),
  step('CONTAINED', 'RELAPSE', 'IN_PROGRESS', working),
  step('CONTAINED', 'RESOLVE', 'RESOLVED', working),
  step('RESOLVED', 'REOPEN', 'IN_PROGRESS', leading),
  step('RESOLVED', 'CLOSE', 'CLOSED', leading),
  step('CLOSED', 'REOPEN', 'IN_PROGRESS', leading, 'STEWARD'),
];

export interface Actor {
  role: Role;
  part: IncidentPart;
}

/** What is asked for, with what is filled in along with it. */
export interface AskedStep {
  to: IncidentState;
  at?: string | null;
  note?: string | null;
  resolution?: string | null;
  awareAt?: string | null;
  classification?: { class: string; type: string } | null;
}

/** What becomes of an incident by a step. */
export interface Taken {
  action: LifeAction;
  at: string;
  set: Partial<Living> & { mergedIntoId?: null };
}

/** The one decision on a step: what becomes of the incident, or why not. */
export function takeStep(living: Living, actor: Actor, asked: AskedStep, now: Date): Taken | Refused {
  const way = steps.find(({ from, to }) => from === living.state && to === asked.to);
  if (!way) return wrong(noWay(living.state, asked.to));
  const barred = barredFrom(way, actor, asked);
  if (barred) return barred;
  const at = asked.at ?? laterOf(now.toISOString(), lastStepOf(living));
  const set = { ...filledBy(asked), ...setBy(way.action, living, at) };
  const missing = missingFor(way.action, { ...living, ...set }, asked);
  const fault = missing ?? misplaced(living, at, asked) ?? faultOfTimes(living, instantsOf(set), now);
  return fault ? wrong(fault) : { action: way.action, at, set };
}

/** Where one can go from a state, in words. */
function noWay(from: IncidentState, to: IncidentState): string {
  if (from === to) return `to: the incident is ${from} already.`;
  const ways = steps.filter((one) => one.from === from).map((one) => one.to);
  return `to: an incident that is ${from} goes on to ${ways.join(' or ')}, not to ${to}.`;
}

/** Of a step, and of what goes along with it: what only the leading side says. */
function barredFrom({ from, to, least, by }: Step, { role, part }: Actor, asked: AskedStep): Refused | null {
  const told = `from ${from} to ${to}`;
  if (roles.indexOf(role) < roles.indexOf(least))
    return forbidden(`Bringing an incident ${told} needs the role ${least}: this key has ${role}.`);
  if (!by.includes(part)) return forbidden(`Bringing it ${told} is for ${wordsFor(by)}.`);
  return (asked.awareAt || asked.classification) && !leading.includes(part)
    ? forbidden(`awareAt and classification are for ${wordsFor(leading)} to say.`)
    : null;
}

const wordsFor = (by: readonly IncidentPart[]): string =>
  by.includes('COWORKER') ? 'its owner, its coordinator and its co-workers' : 'its owner and its coordinator';

const filledBy = ({ awareAt, classification, resolution }: AskedStep): Partial<Living> => ({
  ...(awareAt && { awareAt }),
  ...(classification && { class: classification.class, type: classification.type }),
  ...(resolution && { resolution }),
});

function setBy(action: LifeAction, living: Living, at: string): Taken['set'] {
  const first = (field: 'acknowledgedAt' | 'startedAt') => (living[field] ? {} : { [field]: at });
  switch (action) {
    case 'TRIAGE':
      return { state: 'TRIAGED', ...first('acknowledgedAt') };
    case 'DISMISS':
      return { state: 'CLOSED', ...first('acknowledgedAt'), closedAt: at };
    case 'START':
      return { state: 'IN_PROGRESS', ...first('startedAt') };
    case 'CONTAIN':
      return { state: 'CONTAINED', containedAt: at };
    case 'RELAPSE':
      return { state: 'IN_PROGRESS', containedAt: null, reopenedAt: at };
    case 'RESOLVE':
      return { state: 'RESOLVED', resolvedAt: at };
    case 'CLOSE':
      return { state: 'CLOSED', closedAt: at };
    case 'REOPEN': {
      const undone = { containedAt: null, resolvedAt: null, closedAt: null, resolution: null, mergedIntoId: null };
      return { state: 'IN_PROGRESS', ...first('startedAt'), ...undone, reopenedAt: at };
    }
  }
}

/** What has to stand, or be sent along, before an incident is where a step leads. */
function missingFor(action: LifeAction, after: Living, { note, resolution }: AskedStep): string | null {
  const ends = action === 'RESOLVE' || action === 'CLOSE' || action === 'DISMISS';
  if (resolution && !ends) return 'resolution: only a step to RESOLVED or CLOSED takes one.';
  if (ends && !after.resolution)
    return action === 'DISMISS'
      ? 'resolution: say why nothing is left to do, such as a false alarm.'
      : 'resolution: say how it was resolved.';
  if ((action === 'RELAPSE' || action === 'REOPEN') && !note) return 'note: say why it is taken up again.';
  return action === 'DISMISS' ? null : unfilled(after);
}

/** What a state beyond NEW asks for; null where it is there. */
export function unfilled({ class: of, type, awareAt }: Pick<Living, 'class' | 'type' | 'awareAt'>): string | null {
  if (of === 'other' && type === 'undetermined')
    return 'classification: other/undetermined is for NEW incidents: say what it is.';
  return awareAt
    ? null
    : 'awareAt: say when its owner came to know of it: terms of reporting to authorities begin there.';
}

function misplaced(living: Living, at: string, { at: said }: AskedStep): string | null {
  const last = lastStepOf(living);
  return said && last && Date.parse(at) < Date.parse(last)
    ? `at: ${at} lies before ${last}, when it came to be ${living.state}.`
    : null;
}

/** What of a step are instants, those it takes back left out. */
function instantsOf(set: Taken['set']): Instants {
  const { state: _, class: _class, type: _type, resolution: _resolution, mergedIntoId: _merged, ...instants } = set;
  return instants;
}

const laterOf = (one: string, other: string | null): string =>
  other && Date.parse(other) > Date.parse(one) ? other : one;

/** Whether it says why not. */
export const isRefused = <T extends object>(outcome: T | Refused): outcome is Refused => 'message' in outcome;

const wrong = (message: string): Refused => ({ code: 'BAD_USER_INPUT', message });
const forbidden = (message: string): Refused => ({ code: 'FORBIDDEN', message });

/** The place of a state in the course of an incident. */
export const isBeyondNew = (state: IncidentState): boolean => incidentStates.indexOf(state) > 0;
