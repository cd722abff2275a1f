import { HubError } from '../../kernel/errors';
import type { Dataset } from '../../kernel/reading/collection';
import type { Severity, Tlp } from '../../sharing/sharing.values';

/** What a feed is narrowed to; what is not said narrows nothing. */
export interface ChangeFilter {
  datasets?: readonly Dataset[] | null;
  types?: readonly string[] | null;
  /** Codes. */
  regions?: readonly string[] | null;
  leastSeverity?: Severity | null;
  classes?: readonly string[] | null;
  tlp?: readonly Tlp[] | null;
}

/** What can be followed. */
export const feedDatasets = ['DIRECTORY', 'KEYS', 'SHARING', 'INVENTORY', 'SAMPLES', 'WARNINGS', 'INCIDENTS'] as const;

const mostNamed = 100;

/** Lists of a filter are short. */
export function refuseLong(filter: ChangeFilter): void {
  for (const name of ['datasets', 'types', 'regions', 'classes', 'tlp'] as const) {
    const { length } = filter[name] ?? [];
    if (length > mostNamed)
      throw new HubError('BAD_USER_INPUT', `filter.${name}: ${mostNamed} at most, ${length} are given.`);
  }
}
