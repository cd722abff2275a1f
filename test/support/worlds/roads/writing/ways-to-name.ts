import type { Random } from '../../../random';
import type { Variables } from '../../../viewer';
import { idOf, prefixes, type Thing } from '../../world/things';
import { someId, someToken } from '../../world/unique-words';

/** Ways to name a hidden record, and the same ways to name one that never was. */
export function waysToName(thing: Thing, random: Random): { hidden: Variables; missing: Variables; words: string[] }[] {
  const [id, missing] = [idOf(thing), `${prefixes[thing.type]}_${someId(random)}`];
  const names = [{ hidden: { id }, missing: { id: missing }, words: [id, missing] }];
  if (!('externalId' in thing) || !('owner' in thing) || !thing.owner) return names;
  const far = { owner: thing.owner.code, source: thing.source };
  const token = someToken(random);
  const byKey = {
    hidden: { ...far, externalId: thing.externalId },
    missing: { ...far, externalId: token },
    words: [thing.externalId, token],
  };
  return [...names, byKey];
}
