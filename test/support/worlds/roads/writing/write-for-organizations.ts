import type { Hub } from '../../../hub';
import type { Onlooker } from '../../onlooker/onlooker';
import type { Organization } from '../../world/directory-model';
import { countChanges } from './count-changes';
import { mutations } from './mutations';
import { refusalOf } from './refusal-of';

/** Writing for organizations that the key does not write for is forbidden, and leaves nothing. */
export async function writeForOthers(hub: Hub, onlooker: Onlooker, others: readonly Organization[]): Promise<void> {
  for (const { code } of others) {
    for (const [document, input] of mutations) {
      const before = await countChanges(hub);
      onlooker.agree(`${document} for ${code}`, await refusalOf(hub, onlooker, document, input(code)), 'FORBIDDEN');
      onlooker.agree(`${document} for ${code}: what was written`, await countChanges(hub), before);
    }
  }
}

/** Whoever may write gets through: so that a refusal of the others says something. */
export async function writeForOwn(hub: Hub, onlooker: Onlooker, owner: Organization): Promise<void> {
  for (const [document, input] of mutations)
    onlooker.agree(`${document} for ${owner.code}`, await refusalOf(hub, onlooker, document, input(owner.code)), null);
}
