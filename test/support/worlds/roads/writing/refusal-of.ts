import type { Hub } from '../../../hub';
import type { Variables } from '../../../viewer';
import type { Onlooker } from '../../onlooker/onlooker';
import { codesOf, outcomeOf } from '../../onlooker/outcome';

/** The code that a mutation is refused with: null where it is taken. */
export async function refusalOf(
  hub: Hub,
  onlooker: Onlooker,
  document: string,
  input: Variables,
): Promise<string | null> {
  const [code = null] = codesOf(await outcomeOf(hub, onlooker, document, { input }));
  return code;
}
