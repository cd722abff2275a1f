import type { VerisDocument } from './veris-document.rules';
import { codesAt, numbersAt, valuesAt } from './veris-values';

/**
 * The document's enumerations and codes as machine tags in the manner of MISP, sorted, each once. Free text (names of
 * victims, actors, products and campaigns, summaries, notes, the victim's state) has no tag, so it cannot get in. Words
 * that VERIS gave up after 1.2 are tagged with the ones that took their place.
 */
export function labelsOf(document: VerisDocument): string[] {
  const tags = Object.entries(predicates).flatMap(([path, predicate]) =>
    codesAt(document, path).map((value) => tag(predicate, value)),
  );
  const all = [...tags, ...discoveryTags(document), ...durationTags(document)];
  return [...new Set(all.map((text) => since13[text] ?? text))].sort();
}

const phases = ['compromise', 'exfiltration', 'discovery', 'containment'];
const actions = ['malware', 'hacking', 'social', 'misuse', 'physical', 'error', 'environmental', 'unknown'];

/** Where a code stands in a document, and what it is called in a tag. */
const predicates: Readonly<Record<string, string>> = {
  ...same(actions.flatMap((action) => ['variety', 'vector', 'result'].map((field) => `action.${action}.${field}`))),
  ...same(['external', 'internal', 'partner'].flatMap((actor) => [`actor.${actor}.variety`, `actor.${actor}.motive`])),
  ...same(['actor.external.country', 'actor.internal.job_change', 'actor.partner.country', 'actor.partner.industry']),
  ...same(['action.social.target', 'attribute.integrity.variety', 'attribute.availability.variety']),
  ...same(
    ['cloud', 'country', 'governance', 'hosting', 'management', 'ownership', 'role'].map((name) => `asset.${name}`),
  ),
  ...same(['asset.accessibility']),
  ...same(['data_disclosure', 'data_victim', 'state'].map((name) => `attribute.confidentiality.${name}`)),
  ...same(['attribute.confidentiality.data.variety', 'victim.government', 'impact.overall_rating']),
  ...same(['victim.country', 'victim.employee_count', 'victim.industry', 'impact.loss.variety']),
  ...same(['confidence', 'security_incident', 'targeted', 'cost_corrective_action']),
  'action.Unknown.result': 'action:unknown:result',
  'action.physical.location': 'action:physical:vector',
  'asset.assets.variety': 'asset:variety',
  'attribute.availability.duration.unit': 'attribute:availability:duration:unit',
};

const since13: Readonly<Record<string, string>> = {
  [tag('action:misuse:variety', 'Embezzlement')]: tag('action:misuse:variety', 'Possession abuse'),
  [tag('action:physical:variety', 'Sabotage')]: tag('action:physical:variety', 'Destruction'),
  [tag('action:physical:vector', 'Bypassed controls')]: tag('action:physical:variety', 'Bypassed controls'),
  [tag('action:physical:vector', 'Disabled controls')]: tag('action:physical:variety', 'Disabled controls'),
  [tag('attribute:integrity:variety', 'Misappropriation')]: tag('attribute:integrity:variety', 'Repurpose'),
  [tag('asset:variety', 'S - SCADA')]: tag('asset:variety', 'S - ICS'),
  [tag('discovery-method', 'Ext - unrelated party')]: tag('discovery-method', 'Ext - unrelated 3rd party'),
  [tag('discovery-method', 'Int - IT audit')]: tag('discovery-method', 'Int - IT review'),
  [tag('discovery-method', 'Int - reported by user')]: tag('discovery-method', 'Int - reported by employee'),
};

/** Up to 1.3 one text ("Ext - customer"), later an object: both give the tag of the text. */
function discoveryTags(document: VerisDocument): string[] {
  const methods = Object.entries({ external: 'Ext', internal: 'Int', partner: 'Prt' }).flatMap(([source, prefix]) =>
    codesAt(document, `discovery_method.${source}.variety`).map((variety) => `${prefix} - ${asInText(variety)}`),
  );
  const others = Object.entries({ other: 'Other', unknown: 'Unknown' }).flatMap(([flag, method]) =>
    valuesAt(document, `discovery_method.${flag}`).includes(true) ? [method] : [],
  );
  return [...codesAt(document, 'discovery_method'), ...methods, ...others].map((method) =>
    tag('discovery-method', method),
  );
}

/** `Law enforcement` was `law enforcement` in the text, `Nids` was `NIDS`. */
function asInText(variety: string): string {
  const spelling: Record<string, string> = { Hids: 'HIDS', Nids: 'NIDS', 'It review': 'IT review' };
  return spelling[variety] ?? variety.charAt(0).toLowerCase() + variety.slice(1);
}

function durationTags(document: VerisDocument): string[] {
  return phases.flatMap((phase) => [
    ...codesAt(document, `timeline.${phase}.unit`).map((unit) => tag(`timeline:${phase}:unit`, unit)),
    ...numbersAt(document, `timeline.${phase}.value`).map((value) => tag(`timeline:${phase}:value`, String(value))),
  ]);
}

/** Paths whose predicate is the path: dots become colons, underscores hyphens. */
function same(paths: readonly string[]): Record<string, string> {
  return Object.fromEntries(paths.map((path) => [path, path.replaceAll('.', ':').replaceAll('_', '-')]));
}

function tag(predicate: string, value: string): string {
  return `veris:${predicate}="${value}"`;
}
