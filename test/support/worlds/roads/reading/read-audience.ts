import type { Hub } from '../../../hub';
import type { Random } from '../../../random';
import { roots } from '../../answers/roots';
import type { Onlooker } from '../../onlooker/onlooker';
import { nameless, outcomeOf, codesOf } from '../../onlooker/outcome';
import { ownerOf } from '../../oracle/derived';
import { isAbove } from '../../oracle/trees';
import type { Watchtower } from '../../oracle/watchtower';
import { toldInOrder, type Told } from '../../oracle/watchtower';
import { shuffled } from '../../world/chance';
import type { Organization } from '../../world/directory-model';
import { everything, idOf, prefixes, type Thing } from '../../world/things';
import { someId } from '../../world/unique-words';

const answer = '{ organization { id } withheld agreements { id } }';
const refusal = `query($id: ID!) { audience(id: $id) ${answer} }`;

/** Whose side of a record it is to ask who sees it: its owner's, or its writer's where nobody owns what a series measures. */
const isSideOf = (viewer: Organization, thing: Thing): boolean =>
  ['Region', 'Organization', 'Metric', 'SharingGroup'].includes(thing.type) ||
  isAbove(viewer, ownerOf(thing) ?? (thing.type === 'Series' ? thing.writer : null));

/** For its owner's side: exactly the organizations that the oracle says see the record. Whatever is read beside is the viewer's own. */
export async function readAudience(hub: Hub, onlooker: Onlooker, tower: Watchtower, random: Random): Promise<void> {
  const { world, sight, organization } = onlooker;
  const visible = shuffled(random, everything(world)).filter((thing) => sight.sees(thing));
  const own = visible.filter((thing) => isSideOf(organization, thing)).slice(0, 10);
  const lists = Object.values(roots).map((root) => `${root}(first: 1) { totalCount }`);
  const asked = own.map((thing, i) => `a${i}: audience(id: "${idOf(thing)}") ${answer} ${lists[i % lists.length]!}`);
  const found = await onlooker.ask<Record<string, Told[]>>('audience', `{ ${asked.join(' ')} }`);
  own.forEach((thing, i) =>
    onlooker.agree(`audience of ${idOf(thing)}`, toldInOrder(found[`a${i}`]!, thing), tower.audienceOf(thing, sight)),
  );
  for (const [type, root] of Object.entries(roots)) {
    const count = (found[root] as { totalCount?: number } | undefined)?.totalCount;
    if (count !== undefined)
      onlooker.agree(`${root} beside an audience`, count, sight.all(type as Thing['type']).length);
  }
  const foreign = visible.find((thing) => !isSideOf(organization, thing));
  if (foreign) await isRefused(hub, onlooker, foreign, 'FORBIDDEN');
  const hidden = random.pick(sight.hidden);
  await isRefused(hub, onlooker, hidden, 'NOT_FOUND');
  const [id, missing] = [idOf(hidden), `${prefixes[hidden.type]}_${someId(random)}`];
  const [far, never] = [
    await outcomeOf(hub, onlooker, refusal, { id }),
    await outcomeOf(hub, onlooker, refusal, { id: missing }),
  ];
  onlooker.agree(`audience of hidden ${id}`, nameless(far, id), nameless(never, missing));
}

async function isRefused(hub: Hub, onlooker: Onlooker, thing: Thing, code: string): Promise<void> {
  const outcome = await outcomeOf(hub, onlooker, refusal, { id: idOf(thing) });
  onlooker.agree(`audience of ${idOf(thing)}`, codesOf(outcome), [code]);
}
