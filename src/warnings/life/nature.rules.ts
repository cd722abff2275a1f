import { warningNatures, type WarningNature } from './warning-life.values';

/** The nature that evidence says, or that its label "nature" does in any case; OTHER where neither says any: nothing is held back by a guess. */
export function natureOf(
  nature: WarningNature | null | undefined,
  labels: Readonly<Record<string, string>>,
): WarningNature {
  const word = Object.hasOwn(labels, 'nature') ? labels['nature']!.trim().toUpperCase() : '';
  return nature ?? warningNatures.find((one) => one === word) ?? 'OTHER';
}
