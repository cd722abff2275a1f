import { inWords, pathInto } from './faults.rules';
import { isObject, typeOfId, type ObjectReader } from './object-reader.rules';
import { singleRefs, type CacaoStep, type StepRef } from './cacao-playbook';
import { cacaoStepTypes, mostOfPlaybook, type CacaoStepType } from './playbook.values';

const mostMs = 366 * 86_400_000;

/** What each type must have, and what it must not. */
const needs: Record<CacaoStepType, readonly string[]> = {
  start: ['on_completion'],
  end: [],
  action: ['commands', 'agent'],
  'playbook-action': ['playbook_id'],
  parallel: ['next_steps'],
  'if-condition': ['condition', 'on_true'],
  'while-condition': ['condition', 'on_true'],
  'switch-condition': ['switch', 'cases'],
};
const refuses: Partial<Record<CacaoStepType, readonly string[]>> = {
  start: ['on_success', 'on_failure'],
  end: ['on_completion', 'on_success', 'on_failure'],
};

/** Reads a step; null where its type is none. */
export function readStep(id: string, step: ObjectReader): CacaoStep | null {
  const type = cacaoStepTypes.find((known) => known === step.value['type']);
  if (!type)
    return step.fault('type', `is ${inWords(step.value['type'])}, and should be one of ${cacaoStepTypes.join(', ')}.`);
  if (typeOfId(id) !== type) step.faults.add(step.path, `its identifier should be ${type}--UUID, after its type.`);
  for (const name of needs[type]) if (!step.has(name)) step.fault(name, `is missing: every ${type} step has it.`);
  for (const name of refuses[type] ?? []) if (step.has(name)) step.fault(name, `no ${type} step has it.`);
  if (step.has('on_completion') && (step.has('on_success') || step.has('on_failure')))
    step.fault('on_completion', 'stands for both on_success and on_failure: give it, or them.');
  step.dictionary('step_extensions');
  readVariables(step, 'step_variables');
  return {
    ...{ id, type, name: step.text('name', 300), description: step.text('description', 20_000) },
    ...{ delay: step.whole('delay', mostMs), timeout: step.whole('timeout', mostMs) },
    agent: type === 'action' ? step.id('agent') : null,
    commands: type === 'action' ? commandsOf(step) : [],
    question: type === 'switch-condition' ? step.text('switch', 2000) : step.text('condition', 2000),
    playbookId: type === 'playbook-action' ? step.id('playbook_id', {}, 'playbook') : null,
    refs: refsOf(type, step),
  };
}

function commandsOf(step: ObjectReader): CacaoStep['commands'] {
  return step.objects('commands', { required: step.has('commands') }).map((command) => ({
    type: command.text('type', 100, { required: true }) ?? '',
    text: command.text('command', 20_000),
  }));
}

const isCondition = (type: CacaoStepType): boolean => type === 'if-condition' || type === 'while-condition';

function refsOf(type: CacaoStepType, step: ObjectReader): StepRef[] {
  const single = singleRefs
    .filter((by) => isCondition(type) || !['on_true', 'on_false'].includes(by))
    .flatMap((by) => {
      const to = step.id(by);
      return to === null ? [] : [{ by, to, path: pathInto(step.path, by) }];
    });
  if (type === 'parallel') return [...single, ...branchesOf(step)];
  return type === 'switch-condition' ? [...single, ...casesOf(step)] : single;
}

function branchesOf(step: ObjectReader): StepRef[] {
  const path = pathInto(step.path, 'next_steps');
  return step
    .texts('next_steps', mostOfPlaybook.steps, { required: step.has('next_steps') })
    .map((to, i) => ({ by: 'next_steps', to, path: pathInto(path, i) }));
}

/** Each value leads to one step; the list of one that drafts of the standard had is read as well. */
function casesOf(step: ObjectReader): StepRef[] {
  const cases = step.value['cases'];
  if (cases === undefined) return [];
  const path = pathInto(step.path, 'cases');
  if (!isObject(cases) || Object.keys(cases).length === 0) {
    step.fault('cases', 'should be an object with a step for each value.');
    return [];
  }
  return Object.entries(cases).flatMap(([value, given]): StepRef[] => {
    const to: unknown = Array.isArray(given) && given.length === 1 ? given[0] : given;
    const place = pathInto(path, value);
    if (value === '' || value.length > 250) step.faults.add(place, 'a value has 1 to 250 characters.');
    if (typeof to === 'string') return [{ by: 'cases', value, to, path: place }];
    step.faults.add(place, `is ${inWords(given)}, and should be the identifier of one step.`);
    return [];
  });
}

/** Variables are kept, and never put into anything. */
export function readVariables(of: ObjectReader, name: string): void {
  for (const [key, variable] of of.dictionary(name)) {
    if (!/^__[a-zA-Z_][a-zA-Z0-9_-]{0,199}__$/.test(key))
      variable.faults.add(variable.path, 'a variable is called __name__, in letters, digits, "_" and "-".');
    variable.text('type', 100, { required: true });
  }
}
