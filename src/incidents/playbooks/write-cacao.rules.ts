import { createHash } from 'node:crypto';
import { labelOfFit, type Fit } from './fits.rules';
import type { JsonObject } from './object-reader.rules';
import { agentNames, agentOfRole } from './plan-roles.rules';
import type { StepKind, TaskRole } from './playbook.values';

/** A step as an organization writes it. */
export interface StepDraft {
  key: string;
  kind: StepKind;
  name: string;
  description?: string | null;
  role?: TaskRole | null;
  timeLimitSeconds?: number | null;
  /** Key of the step after it and its branches; unless said, the one below it in the list. */
  next?: string | null;
  /** Of a parallel: the first step of each branch. */
  branches?: readonly string[] | null;
  /** Of a decision: the first step for each outcome; of a loop the one for "true", which it repeats. */
  outcomes?: readonly { outcome: string; next: string }[] | null;
}

export interface PlaybookDraft {
  /** The UUID that makes its identifier. */
  uuid: string;
  /** The organization that writes it, as an UUID. */
  author: string;
  name: string;
  description?: string | null;
  types: readonly string[];
  fits: readonly Fit[];
  steps: readonly StepDraft[];
  derivedFrom?: string | null;
  created: string;
  modified: string;
}

/** What a step names to end its branch, or the plan. */
export const theEnd = 'end';

const stepTypes = { ACTION: 'action', PARALLEL: 'parallel', LOOP: 'while-condition' } as const;

/** A playbook of CACAO 2.0 that says what the draft says. Steps have the same identifiers each time that it is written. */
export function writeCacao(draft: PlaybookDraft): JsonObject {
  const { uuid, steps, description, derivedFrom } = draft;
  const ids = stepIdsOf(uuid, steps);
  const [start, end] = [`start--${uuidFor(uuid, ' start')}`, `end--${uuidFor(uuid, ' end')}`];
  const idOf = (key: string) => ids.get(key) ?? (key === theEnd ? end : `action--${key}`);
  const written = steps.map((step, i) => [idOf(step.key), writeStep(step, steps[i + 1]?.key ?? theEnd, idOf)]);
  const roles = [...new Set(steps.filter(({ kind }) => kind === 'ACTION').map(({ role }) => role ?? 'OWNER'))];
  return {
    ...{ type: 'playbook', spec_version: 'cacao-2.0', id: `playbook--${uuid}`, name: draft.name },
    ...(description && { description }),
    ...(draft.types.length > 0 && { playbook_types: [...draft.types] }),
    ...{ created_by: `identity--${draft.author}`, created: draft.created, modified: draft.modified },
    ...(derivedFrom && { derived_from: [derivedFrom] }),
    ...(draft.fits.length > 0 && { labels: [...new Set(draft.fits.map(labelOfFit))] }),
    workflow_start: start,
    workflow: {
      [start]: { type: 'start', on_completion: idOf(steps[0]?.key ?? theEnd) },
      ...Object.fromEntries(written),
      [end]: { type: 'end' },
    },
    agent_definitions: Object.fromEntries(
      roles.map((role) => [agentOfRole[role], { type: 'organization', name: agentNames[role] }]),
    ),
  };
}

/** The identifiers that steps have, by their keys. */
export const stepIdsOf = (uuid: string, steps: readonly StepDraft[]): Map<string, string> =>
  new Map(steps.map((step) => [step.key, `${typeOf(step)}--${uuidFor(uuid, step.key)}`]));

/** A decision between true and false is an if, any other a switch. */
function typeOf({ kind, outcomes }: StepDraft): string {
  if (kind !== 'DECISION') return stepTypes[kind];
  const isIf = outcomes?.every(({ outcome }) => outcome === 'true' || outcome === 'false');
  return isIf && outcomes!.some(({ outcome }) => outcome === 'true') ? 'if-condition' : 'switch-condition';
}

function writeStep(step: StepDraft, below: string, idOf: (key: string) => string): JsonObject {
  const { name, description, timeLimitSeconds, outcomes } = step;
  const type = typeOf(step);
  const answer = (outcome: string) => outcomes?.find((one) => one.outcome === outcome)?.next;
  const [whenTrue, whenFalse] = [answer('true'), answer('false')];
  const own: Record<string, JsonObject> = {
    action: { agent: agentOfRole[step.role ?? 'OWNER'], commands: [{ type: 'manual', command: description || name }] },
    parallel: { next_steps: (step.branches ?? []).map(idOf) },
    'switch-condition': {
      switch: description || name,
      cases: Object.fromEntries((outcomes ?? []).map((one) => [one.outcome, idOf(one.next)])),
    },
  };
  const condition = {
    condition: description || name,
    ...(whenTrue !== undefined && { on_true: idOf(whenTrue) }),
    ...(whenFalse !== undefined && { on_false: idOf(whenFalse) }),
  };
  return {
    ...{ type, name, ...(description && type === 'action' && { description }), ...(own[type] ?? condition) },
    ...(timeLimitSeconds != null && { timeout: timeLimitSeconds * 1000 }),
    on_completion: idOf(step.next ?? below),
  };
}

/** Of the same text the same UUID: version 8, made of a hash (RFC 9562). */
export function uuidFor(space: string, name: string): string {
  const hash = createHash('sha256').update(`${space} ${name}`).digest('hex');
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `8${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-');
}
