import { lookupsOf, type BindingLookup, type BindingTarget, type LabelText } from './binding.values';

interface Sent {
  code: string;
  position: number;
  source?: string | null;
  conditions: readonly { label: string; equals?: string | null; matches?: string | null }[];
  target: BindingTarget;
  lookup: BindingLookup;
  objectSource?: string | null;
  key: LabelText;
  interfaceName?: LabelText | null;
  inventoryOf?: readonly string[] | null;
}

const codeForm = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;
const sourceForm = /^[a-z0-9][a-z0-9._-]{0,62}$/;
const labelForm = /^[a-zA-Z_][a-zA-Z0-9_]{0,99}$/;
const most = { conditions: 8, labels: 8, inventoryOf: 100, equals: 300, replacement: 200 };

/** What is wrong with a rule, its field first; null where nothing is. Its patterns are read elsewhere. */
export function faultOfRule(rule: Sent): string | null {
  if (!codeForm.test(rule.code))
    return 'code: it has 1 to 63 of letters, digits, ".", "_", "-", a letter or digit first.';
  if (rule.position < 1 || rule.position > 10_000) return 'position: it is 1 to 10,000.';
  for (const [field, source] of [
    ['source', rule.source],
    ['objectSource', rule.objectSource],
  ] as const)
    if (source != null && !sourceForm.test(source)) return `${field}: it has 1 to 63 of a-z, 0-9, ".", "_", "-".`;
  if (rule.inventoryOf && (rule.inventoryOf.length < 1 || rule.inventoryOf.length > most.inventoryOf))
    return `inventoryOf: it names 1 to ${most.inventoryOf} organizations, or is left out.`;
  return faultOfLookup(rule) ?? faultOfConditions(rule) ?? faultOfTexts(rule);
}

function faultOfLookup({ target, lookup, objectSource, interfaceName }: Sent): string | null {
  const known = lookupsOf[target];
  if (!known.includes(lookup)) return `lookup: a ${target} is found by ${known.join(', ')}, not by ${lookup}.`;
  if (lookup === 'EXTERNAL_ID' && objectSource == null)
    return 'objectSource: external ids are of a system of record: name it.';
  if (lookup !== 'EXTERNAL_ID' && objectSource != null)
    return 'objectSource: it goes with the lookup EXTERNAL_ID alone.';
  if (interfaceName && target !== 'INTERFACE') return 'interfaceName: it goes with the target INTERFACE alone.';
  if (target === 'INTERFACE' && !interfaceName && lookup !== 'EXTERNAL_ID')
    return `interfaceName: the device is found by ${lookup}: say how its interface is called.`;
  return null;
}

function faultOfConditions({ conditions }: Sent): string | null {
  if (conditions.length > most.conditions) return `conditions: a rule has ${most.conditions} at most.`;
  for (const [i, { label, equals, matches }] of conditions.entries()) {
    if (!labelForm.test(label)) return `conditions[${i}].label: ${noLabel(label)}`;
    if ((equals == null) === (matches == null)) return `conditions[${i}]: give either equals or matches.`;
    if (equals != null && equals.length > most.equals)
      return `conditions[${i}].equals: it has ${most.equals} characters at most.`;
  }
  return null;
}

function faultOfTexts({ key, interfaceName }: Sent): string | null {
  for (const [field, text] of Object.entries({ key, ...(interfaceName && { interfaceName }) })) {
    if (text.labels.length < 1 || text.labels.length > most.labels)
      return `${field}.labels: a text is made of 1 to ${most.labels} labels.`;
    const strange = text.labels.find((label) => !labelForm.test(label));
    if (strange !== undefined) return `${field}.labels: ${noLabel(strange)}`;
    if (text.replacement.length > most.replacement)
      return `${field}.replacement: it has ${most.replacement} characters at most.`;
  }
  return null;
}

const noLabel = (label: string): string =>
  `"${label.slice(0, 60)}" is no name of a label: letters, digits and "_", no digit first.`;
