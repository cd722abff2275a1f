import { flowOf, orderOf, type Flow } from './cacao-flow.rules';
import type { CacaoPlaybook, CacaoStep } from './cacao-playbook';
import { readCacao } from './cacao.rules';
import { durationOf } from './duration.rules';
import { roleOfAgent } from './plan-roles.rules';
import type { CacaoStepType, TaskKind, TaskRole } from './playbook.values';

/** A step that somebody carries out or decides. */
export interface PlanStep {
  /** Its identifier in the playbook. */
  key: string;
  kind: TaskKind;
  name: string;
  description: string | null;
  role: TaskRole | null;
  timeLimitSeconds: number | null;
  delaySeconds: number;
  /** Steps before it, with the outcome by which they lead to it; null: whichever. */
  dependsOn: { step: string; outcome: string | null }[];
  /** How it can come out, where that decides what follows. */
  outcomes: string[];
  /** Of a loop: the steps that it repeats. */
  repeats: string[];
}

const kinds: Partial<Record<CacaoStepType, TaskKind>> = {
  action: 'ACTION',
  'playbook-action': 'ACTION',
  'if-condition': 'DECISION',
  'switch-condition': 'DECISION',
  'while-condition': 'LOOP',
};

/** What of a playbook is to be done, in an order in which each step stands behind those that it depends on. */
export function planOf(playbook: CacaoPlaybook): PlanStep[] {
  const flow = flowOf(playbook);
  const dependencies = dependenciesIn(flow, playbook.steps);
  return orderOf(flow).order.flatMap((id): PlanStep[] => {
    const step = playbook.steps.get(id)!;
    const kind = kinds[step.type];
    if (!kind) return [];
    const outcomes = flow.arrows.get(id)!.flatMap(({ outcome }) => outcome ?? []);
    const repeats = [...(flow.loops.get(id) ?? [])].filter((key) => kinds[playbook.steps.get(key)!.type]);
    return [
      {
        ...{ key: id, kind, name: nameOf(step), description: descriptionOf(step), role: roleOfAgent(step.agent) },
        timeLimitSeconds: step.timeout === null ? null : Math.ceil(step.timeout / 1000),
        delaySeconds: Math.ceil((step.delay ?? 0) / 1000),
        dependsOn: dependencies.get(id) ?? [],
        outcomes: [...new Set([...ownOutcomes(step), ...outcomes])],
        repeats,
      },
    ];
  });
}

/** The same of a document that has been taken, as the API tells it. */
export function shownSteps(document: unknown): object[] {
  const { playbook } = readCacao(document);
  if (!playbook) return [];
  return planOf(playbook).map(({ timeLimitSeconds, ...step }) => ({
    ...step,
    timeLimit: timeLimitSeconds === null ? null : durationOf(timeLimitSeconds),
  }));
}

/** An answer that ends the plan leads to no step. */
function ownOutcomes(step: CacaoStep): string[] {
  if (step.type === 'if-condition' || step.type === 'while-condition') return ['true', 'false'];
  if (step.type === 'switch-condition') return step.refs.flatMap(({ value }) => value ?? []);
  const isSplit = step.refs.some(({ by }) => by === 'on_success' || by === 'on_failure');
  return step.type.endsWith('action') && isSplit ? ['success', 'failure'] : [];
}

/** Start and parallel steps are nobody's work: what stands before them leads on to what follows them. */
function dependenciesIn({ arrows }: Flow, steps: CacaoPlaybook['steps']): Map<string, PlanStep['dependsOn']> {
  const isWork = (id: string) => kinds[steps.get(id)!.type] !== undefined;
  const expand = (id: string): string[] => workBehind(id, arrows, isWork);
  const found = new Map<string, Map<string, PlanStep['dependsOn'][number]>>();
  for (const [from, ways] of arrows) {
    if (!isWork(from)) continue;
    for (const { to, outcome } of ways)
      for (const far of expand(to)) {
        const known = found.get(far) ?? new Map<string, PlanStep['dependsOn'][number]>();
        found.set(far, known.set(`${from} ${outcome}`, { step: from, outcome }));
      }
  }
  return new Map([...found].map(([id, known]) => [id, [...known.values()]]));
}

/** Each step once, however many ways lead to it. */
function workBehind(id: string, arrows: Flow['arrows'], isWork: (id: string) => boolean): string[] {
  const met = new Set([id]);
  for (const one of met) if (!isWork(one)) for (const { to } of arrows.get(one) ?? []) met.add(to);
  return [...met].filter(isWork);
}

const mostName = 200;

function nameOf({ type, name, question, playbookId }: CacaoStep): string {
  const words = {
    'if-condition': `Decide: ${question}`,
    'switch-condition': `Decide: ${question}`,
    'while-condition': `As long as: ${question}`,
    'playbook-action': `Carry out ${playbookId}`,
  } as Partial<Record<CacaoStepType, string>>;
  const text = name?.trim() || words[type] || 'Unnamed step';
  return text.length > mostName ? `${text.slice(0, mostName - 1)}…` : text;
}

const mostDescription = 20_000;

/** Commands are told as text, for who carries them out. */
function descriptionOf(step: CacaoStep): string | null {
  const commands = step.commands
    .filter(({ text }) => text?.trim() && text !== step.description && text !== step.name)
    .map(({ type, text }) => `${type}: ${text}`);
  const asked = step.name && step.question && step.question !== step.name ? [step.question] : [];
  const text = [step.description ?? '', ...asked, ...commands].filter(Boolean).join('\n');
  return text === '' ? null : text.slice(0, mostDescription);
}
