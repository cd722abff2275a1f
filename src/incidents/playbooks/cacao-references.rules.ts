import type { CacaoPlaybook } from './cacao-playbook';
import { Faults, pathInto } from './faults.rules';
import { isObject, ObjectReader, typeOfId } from './object-reader.rules';

/** Dictionaries that others refer to, with who does: properties of steps, of agents and targets, or of the playbook. */
const definitions = {
  agent_definitions: { step: ['agent'], party: [], playbook: [] },
  target_definitions: { step: ['targets'], party: [], playbook: [] },
  authentication_info_definitions: { step: [], party: ['authentication_info'], playbook: [] },
  data_marking_definitions: { step: [], party: [], playbook: ['markings'] },
  extension_definitions: {
    step: ['step_extensions'],
    party: ['agent_target_extensions'],
    playbook: ['playbook_extensions'],
  },
} as const;

/** Names every reference that leads nowhere, and everything that must be there and is not. */
export function brokenReferences(of: ObjectReader, playbook: CacaoPlaybook): void {
  brokenSteps(of, playbook);
  const [steps, parties] = [objectsIn(of, ['workflow']), objectsIn(of, ['agent_definitions', 'target_definitions'])];
  for (const [name, by] of Object.entries(definitions)) {
    const known = new Set(definedIn(of, name));
    for (const step of steps) by.step.forEach((property) => unknownIn(step, property, known, name));
    for (const party of parties) by.party.forEach((property) => unknownIn(party, property, known, name));
    by.playbook.forEach((property) => unknownIn(of, property, known, name));
  }
}

/** What is no object among them is named where they are read. */
function objectsIn(of: ObjectReader, names: readonly string[]): ObjectReader[] {
  const silent = new ObjectReader(of.value, of.path, new Faults(0));
  return names.flatMap((name) =>
    silent.dictionary(name).map(([, { value, path }]) => new ObjectReader(value, path, of.faults)),
  );
}

function definedIn(of: ObjectReader, name: string): string[] {
  return of.dictionary(name).map(([id, entry]) => {
    if (typeOfId(id) === null) entry.faults.add(entry.path, 'what is defined is called by an identifier, type--UUID.');
    entry.text('type', 100, { required: true });
    return id;
  });
}

/** A property may name one, a list of them, or hold something for each as its key. */
function unknownIn(by: ObjectReader, property: string, known: ReadonlySet<string>, definition: string): void {
  const value = by.value[property];
  if (value === undefined) return;
  const path = pathInto(by.path, property);
  const named: [place: string, id: unknown][] = Array.isArray(value)
    ? value.map((id: unknown, i) => [pathInto(path, i), id])
    : isObject(value)
      ? Object.keys(value).map((id) => [pathInto(path, id), id])
      : [[path, value]];
  for (const [place, id] of named)
    if (typeof id !== 'string' || !known.has(id))
      by.faults.add(place, `leads nowhere: ${definition} does not have it.`);
}

function brokenSteps(of: ObjectReader, { start, exception, steps }: CacaoPlaybook): void {
  if (start && !steps.has(start)) of.fault('workflow_start', 'leads nowhere: the workflow has no such step.');
  if (exception && !steps.has(exception))
    of.fault('workflow_exception', 'leads nowhere: the workflow has no such step.');
  const types = new Set([...steps.values()].map(({ type }) => type));
  if (of.has('workflow')) {
    if (!types.has('end')) of.fault('workflow', 'has no end step.');
    if (!types.has('action') && !types.has('playbook-action'))
      of.fault('workflow', 'has no step that is to be carried out.');
  }
  for (const step of steps.values())
    for (const { to, path } of step.refs) {
      const target = steps.get(to);
      if (!target) of.faults.add(path, 'leads nowhere: the workflow has no such step.');
      else if (target.type === 'start') of.faults.add(path, 'leads back to a start step: nothing does.');
    }
}
