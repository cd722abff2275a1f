import { HubError } from '../errors';
import type { Refusal } from './refusal';

export const maxRecords = 1000;

export function refuseOversized(records: readonly unknown[]): void {
  if (records.length <= maxRecords) return;
  throw new HubError(
    'BAD_USER_INPUT',
    `A batch holds ${maxRecords} records at most, this one has ${records.length}: send it in parts.`,
  );
}

/** Records whose key stands earlier in their batch already. */
export function repeated<F extends string>(key: F, records: readonly Record<F, string>[]): Refusal[] {
  const seen = new Map<string, number>();
  return records.flatMap(({ [key]: value }, index): Refusal[] => {
    const first = seen.get(value);
    seen.set(value, first ?? index);
    if (first === undefined) return [];
    return [{ index, field: key, code: 'DUPLICATE', message: `${key}: "${value}" stands at ${first} already.` }];
  });
}
