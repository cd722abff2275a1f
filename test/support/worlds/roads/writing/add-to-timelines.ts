import type { Hub } from '../../../hub';
import type { Random } from '../../../random';
import type { Onlooker } from '../../onlooker/onlooker';
import { nameless, outcomeOf, codesOf } from '../../onlooker/outcome';
import { isParty } from '../../oracle/parties';
import { someToken } from '../../world/unique-words';
import { countChanges } from './count-changes';
import { waysToName } from './ways-to-name';

const addition = `mutation($input: AddTimelineEntryInput!) {
  written: addTimelineEntry(input: $input) { timelineEntry { text } }
}`;

/** Only parties add to a timeline; for all others a hidden incident is none at all. */
export async function addToTimelines(hub: Hub, onlooker: Onlooker, random: Random): Promise<void> {
  const { sight, organization, world } = onlooker;
  const add = (incident: string) =>
    outcomeOf(hub, onlooker, addition, { input: { incident, text: someToken(random) } });
  for (const thing of world.Incident.slice(0, 15)) {
    const before = await countChanges(hub);
    const [code = null] = codesOf(await add(`inc_${thing.id}`));
    const takesPart = isParty(organization, thing);
    const expected = !sight.sees(thing) ? 'NOT_FOUND' : takesPart ? null : 'FORBIDDEN';
    onlooker.agree(
      `an entry to ${thing.tlp} ${thing.id}`,
      [code, (await countChanges(hub)) - before],
      [expected, takesPart ? 1 : 0],
    );
    if (expected !== 'NOT_FOUND') continue;
    const [id, missing] = waysToName(thing, random)[0]!.words as [string, string];
    const outcomes = [await add(id), await add(missing)].map((outcome) => nameless(outcome, id, missing));
    onlooker.agree(`an entry to hidden ${thing.id}`, outcomes[0], outcomes[1]);
  }
}
