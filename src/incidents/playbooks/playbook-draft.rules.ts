import { secondsOf } from './duration.rules';
import { faultOfFit, type Fit } from './fits.rules';
import { cacaoPlaybookTypes, mostOfPlaybook, type StepKind } from './playbook.values';
import { theEnd } from './write-cacao.rules';

interface Step {
  key: string;
  kind: StepKind;
  name: string;
  description?: string | null;
  role?: string | null;
  timeLimit?: string | null;
  next?: string | null;
  branches?: readonly string[] | null;
  outcomes?: readonly { outcome: string; next: string }[] | null;
}
interface Draft {
  source: string;
  externalId: string;
  name: string;
  description?: string | null;
  types?: readonly string[] | null;
  fits?: readonly Fit[] | null;
  steps?: readonly Step[] | null;
}

/** Sources that playbooks come from by other ways. */
export const importedSource = 'cacao';

const longestDays = 366;
const mostSteps = mostOfPlaybook.steps - 2;

/** What is wrong with a playbook as it is sent, its field first; null where nothing is. How its steps lead to each other is read elsewhere. */
export function faultOfDraft(draft: Draft): string | null {
  const { source, externalId, name, description, types, fits, steps } = draft;
  if (!/^[a-z0-9][a-z0-9._-]{0,62}$/.test(source)) return 'source: it has 1 to 63 of a-z, 0-9, ".", "_", "-".';
  if (source === importedSource)
    return 'source: "cacao" is for what is imported: change such a playbook by importing it again, or copy it.';
  if (externalId.length < 1 || externalId.length > 200) return 'externalId: it has 1 to 200 characters.';
  if (name.trim() === '' || name.length > 200) return 'name: it has 1 to 200 characters.';
  if (description && description.length > 20_000) return 'description: it has 20,000 characters at most.';
  const strange = types?.findIndex((type) => !cacaoPlaybookTypes.includes(type)) ?? -1;
  if (strange >= 0) return `types[${strange}]: it is one of ${cacaoPlaybookTypes.join(', ')}.`;
  if (fits && fits.length > 50) return 'fits: it has 50 entries at most.';
  for (const [i, fit] of (fits ?? []).entries()) {
    const fault = faultOfFit(fit);
    if (fault) return `fits[${i}]: ${fault}`;
  }
  return steps ? faultOfSteps(steps) : null;
}

function faultOfSteps(steps: readonly Step[]): string | null {
  if (steps.length < 1 || steps.length > mostSteps) return `steps: a playbook has 1 to ${mostSteps}.`;
  const keys = new Set<string>();
  for (const [i, { key }] of steps.entries()) {
    if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(key) || key === theEnd)
      return `steps[${i}].key: it has 1 to 63 of a-z, 0-9, "-", and is not "${theEnd}".`;
    if (keys.has(key)) return `steps[${i}].key: "${key}" stands twice.`;
    keys.add(key);
  }
  for (const [i, step] of steps.entries()) {
    const fault = faultOfStep(step) ?? faultOfBranches(step) ?? faultOfReferences(step, keys);
    if (fault) return `steps[${i}].${fault}`;
  }
  return null;
}

function faultOfStep({ kind, name, description, role, timeLimit }: Step): string | null {
  if (name.trim() === '' || name.length > 200) return 'name: it has 1 to 200 characters.';
  const most = kind === 'DECISION' || kind === 'LOOP' ? 2000 : 20_000;
  if (description && description.length > most) return `description: of a ${kind} it has ${most} characters at most.`;
  if (role && kind !== 'ACTION') return `role: a ${kind} has none; what is decided is the owner's to decide.`;
  if (timeLimit == null) return null;
  if (kind === 'PARALLEL') return 'timeLimit: a PARALLEL has none, its branches have.';
  const seconds = secondsOf(timeLimit);
  return seconds !== null && seconds >= 1 && seconds <= longestDays * 86_400
    ? null
    : `timeLimit: "${timeLimit.slice(0, 40)}" is no duration of 1 second to ${longestDays} days, such as "PT30M", "PT4H" or "P2D".`;
}

function faultOfBranches({ kind, branches, outcomes }: Step): string | null {
  if (branches && kind !== 'PARALLEL') return `branches: they are of a PARALLEL, not of a ${kind}.`;
  if (outcomes && kind !== 'DECISION' && kind !== 'LOOP')
    return `outcomes: they are of a DECISION or a LOOP, not of a ${kind}.`;
  if (kind === 'PARALLEL' && (branches?.length ?? 0) < 2) return 'branches: a PARALLEL has two or more.';
  const given = outcomes?.map(({ outcome }) => outcome) ?? [];
  if (kind === 'LOOP' && given.join() !== 'true') return 'outcomes: a LOOP has one, "true".';
  if (kind === 'DECISION' && given.length < 1) return 'outcomes: a DECISION has one or more.';
  const odd = given.findIndex((text, i) => text.trim() === '' || text.length > 60 || given.indexOf(text) < i);
  return odd < 0 ? null : `outcomes[${odd}].outcome: it has 1 to 60 characters, and each stands once.`;
}

function faultOfReferences({ next, branches, outcomes }: Step, keys: ReadonlySet<string>): string | null {
  const named: [field: string, key: string | null | undefined][] = [
    ['next', next],
    ...(branches ?? []).map((key, i): [string, string] => [`branches[${i}]`, key]),
    ...(outcomes ?? []).map(({ next: key }, i): [string, string] => [`outcomes[${i}].next`, key]),
  ];
  const lost = named.find(([, key]) => key != null && key !== theEnd && !keys.has(key));
  return lost ? `${lost[0]}: no step has the key "${lost[1]!.slice(0, 63)}".` : null;
}
