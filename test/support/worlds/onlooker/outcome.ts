import type { Hub } from '../../hub';
import type { Variables } from '../../viewer';
import type { Onlooker } from './onlooker';

/** What was answered, and what it took: texts of the statements, in their order. */
export interface Outcome {
  status: number;
  data: unknown;
  errors: unknown;
  cost: unknown;
  statements: string[];
}

export async function outcomeOf(
  hub: Hub,
  { viewer }: Onlooker,
  document: string,
  variables: Variables,
): Promise<Outcome> {
  const { status, data, errors, extensions } = await viewer.query(document, variables);
  const { requested, actual } = (extensions['cost'] ?? {}) as Variables;
  return { status, data, errors, cost: { requested, actual }, statements: [...hub.statements] };
}

/** Codes of what went wrong, in their order. */
export const codesOf = ({ errors }: Outcome): string[] =>
  (errors as { extensions: { code: string } }[]).map(({ extensions }) => extensions.code);

/** The outcome with a name taken out, so that two can be compared that differ in nothing else. */
export const nameless = (outcome: Outcome, ...names: string[]): string =>
  names.reduce((text, name) => text.replaceAll(name, 'NAME'), JSON.stringify(outcome));
