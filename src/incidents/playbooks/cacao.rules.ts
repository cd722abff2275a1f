import { brokenReferences } from './cacao-references.rules';
import { readStep, readVariables } from './cacao-step.rules';
import type { CacaoPlaybook, CacaoStep } from './cacao-playbook';
import { flowFaults } from './flow-faults.rules';
import { Faults, inWords, pathInto, type Fault } from './faults.rules';
import { findUnkept } from './json-limits.rules';
import { isObject, ObjectReader, typeOfId } from './object-reader.rules';
import { cacaoPlaybookTypes, mostOfPlaybook } from './playbook.values';

export type ReadCacao =
  { playbook: CacaoPlaybook; faults?: undefined } | { playbook?: undefined; faults: Fault[]; count: number };

/**
 * Reads a document of CACAO Security Playbooks 2.0 (OASIS): what the hub uses of it, or all that is wrong with it. Nothing of it is ever
 * carried out. Looser than the standard in two things that are common: times may have more or fewer than three digits after the second, and
 * playbook_activities may be missing.
 */
export function readCacao(document: unknown): ReadCacao {
  const faults = new Faults(mostOfPlaybook.faults);
  const refused = (): ReadCacao => ({ faults: faults.kept, count: faults.count });
  if (!isObject(document)) {
    faults.add('$', `is ${inWords(document)}, and should be an object: a playbook of CACAO 2.0.`);
    return refused();
  }
  const bytes = Buffer.byteLength(JSON.stringify(document));
  if (bytes > mostOfPlaybook.bytes)
    faults.add('$', `has ${bytes} bytes: a playbook has ${mostOfPlaybook.bytes} at most.`);
  findUnkept(document, mostOfPlaybook.depth, faults);
  if (faults.count > 0) return refused();
  const playbook = readPlaybook(new ObjectReader(document, '$', faults));
  // How steps lead to each other is looked at where each of them can be read.
  if (faults.count === 0) flowFaults(playbook, faults);
  return faults.count > 0 ? refused() : { playbook };
}

function readPlaybook(of: ObjectReader): CacaoPlaybook {
  of.exactly('type', 'playbook');
  of.exactly('spec_version', 'cacao-2.0');
  of.id('created_by', { required: true }, 'identity');
  readTimes(of);
  for (const name of ['priority', 'severity', 'impact']) of.whole(name, 100);
  readVariables(of, 'playbook_variables');
  of.objects('external_references');
  of.objects('signatures');
  const playbook = {
    id: of.id('id', { required: true }, 'playbook') ?? '',
    name: of.text('name', 200, { required: true }) ?? '',
    description: of.text('description', 20_000),
    types: typesOf(of),
    labels: labelsOf(of),
    isRevoked: of.flag('revoked') ?? false,
    validFrom: of.instant('valid_from'),
    validUntil: of.instant('valid_until'),
    start: of.id('workflow_start', { required: true }, 'start') ?? '',
    exception: of.id('workflow_exception'),
    steps: stepsOf(of),
  };
  brokenReferences(of, playbook);
  return playbook;
}

function readTimes(of: ObjectReader): void {
  const [created, modified] = [of.instant('created', { required: true }), of.instant('modified', { required: true })];
  if (created && modified && modified < created) of.fault('modified', 'lies before created.');
  if (!of.has('valid_from') || !of.has('valid_until')) return;
  const [from, until] = ['valid_from', 'valid_until'].map((name) => Date.parse(String(of.value[name])));
  if (until! <= from!) of.fault('valid_until', 'should lie after valid_from.');
}

function typesOf(of: ObjectReader): string[] {
  const types = of.texts('playbook_types', 20);
  types.forEach((type, i) => {
    if (!cacaoPlaybookTypes.includes(type))
      of.faults.add(
        pathInto(pathInto(of.path, 'playbook_types'), i),
        `is ${inWords(type)}, and should be one of ${cacaoPlaybookTypes.join(', ')}.`,
      );
  });
  return types;
}

function labelsOf(of: ObjectReader): string[] {
  const labels = of.texts('labels', mostOfPlaybook.labels);
  labels.forEach((label, i) => {
    if (label.length < 1 || label.length > 200)
      of.faults.add(pathInto(pathInto(of.path, 'labels'), i), 'a label has 1 to 200 characters.');
  });
  return labels;
}

function stepsOf(of: ObjectReader): Map<string, CacaoStep> {
  const entries = of.dictionary('workflow', { required: true });
  if (entries.length > mostOfPlaybook.steps)
    of.fault('workflow', `has ${entries.length} steps: a playbook has ${mostOfPlaybook.steps} at most.`);
  const steps = entries.slice(0, mostOfPlaybook.steps).map(([id, step]) => {
    if (typeOfId(id) === null) step.faults.add(step.path, 'a step is called by an identifier, type--UUID.');
    return readStep(id, step);
  });
  return new Map(steps.flatMap((step) => (step ? [[step.id, step] as const] : [])));
}
