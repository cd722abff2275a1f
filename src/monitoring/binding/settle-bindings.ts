import type { BindingTarget, UnboundReason } from './binding.values';
import type { Ask } from './rule-matcher';

/** What an ask finds: nothing is said of one that finds nothing. */
export interface Found {
  /** Place of the ask, from 1. */
  place: number;
  found: number;
  subjectId: string;
}

export type FindSubjects = (asks: readonly Ask[]) => Promise<readonly Found[]>;

/** What a series is bound to and by which rule, or why it is not. */
export type Binding =
  | { subject: string; target: BindingTarget; rule: string; reason: null }
  | { subject: null; target: null; rule: null; reason: UnboundReason };

export const unbound = (reason: UnboundReason): Binding => ({ subject: null, target: null, rule: null, reason });

/** Asks as one statement takes them. */
export const columnsOfAsks = (asks: readonly Ask[]): [rules: string[], keys: string[], names: (string | null)[]] => [
  asks.map(({ rule }) => rule),
  asks.map(({ key }) => key),
  asks.map(({ name }) => name),
];

/**
 * Decides for many series at once by one look into the inventory, given what the rules of each ask in their order. The first rule that finds
 * anything decides: where it finds two, no later one is to guess.
 */
export async function settleBindings(
  asked: readonly (readonly Ask[])[],
  targets: ReadonlyMap<string, BindingTarget>,
  find: FindSubjects,
): Promise<Binding[]> {
  const distinct = new Map(asked.flat().map((ask) => [nameOf(ask), ask]));
  const asks = [...distinct.values()];
  const answers = new Map<Ask, Found>();
  if (asks.length > 0) for (const answer of await find(asks)) answers.set(asks[answer.place - 1]!, answer);
  return asked.map((ofOne) => {
    if (ofOne.length === 0) return unbound('NO_RULE');
    for (const { rule, ...ask } of ofOne) {
      const answer = answers.get(distinct.get(nameOf({ rule, ...ask }))!);
      if (answer && answer.found > 1) return unbound('AMBIGUOUS');
      if (answer) return { subject: answer.subjectId, target: targets.get(rule)!, rule, reason: null };
    }
    return unbound('NOT_FOUND');
  });
}

const nameOf = ({ rule, key, name }: Ask): string => JSON.stringify([rule, key, name]);
