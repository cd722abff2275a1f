import type { Pool } from 'pg';
import type { Hub } from '../../hub';
import type { Random } from '../../random';
import { lookOn, roles, type Onlooker } from '../onlooker/onlooker';
import type { Tally } from '../onlooker/tally';
import type { Watchtower } from '../oracle/watchtower';
import { changes } from '../planting/changes';
import { callDefiners } from '../roads/reading/call-definers';
import { forgeCursors } from '../roads/reading/forge-cursors';
import { hiddenIsMissing } from '../roads/reading/hidden-is-missing';
import { readAggregates } from '../roads/reading/read-aggregates';
import { readAsOf } from '../roads/reading/read-as-of';
import { readAudience } from '../roads/reading/read-audience';
import { readDrafts } from '../roads/reading/read-drafts';
import { readEdges } from '../roads/reading/read-edges';
import { readFilters } from '../roads/reading/read-filters';
import { readHistory } from '../roads/reading/read-history';
import { readImpact } from '../roads/reading/read-impact';
import { readLists } from '../roads/reading/read-lists';
import { readLookup } from '../roads/reading/read-lookup';
import { readNodes } from '../roads/reading/read-nodes';
import { readOverview } from '../roads/reading/read-overview';
import { readProbes } from '../roads/reading/read-probes';
import { readSamples } from '../roads/reading/read-samples';
import { readSearch } from '../roads/reading/read-search';
import { readTables } from '../roads/reading/read-tables';
import { addToTimelines } from '../roads/writing/add-to-timelines';
import { answerWithRecords } from '../roads/writing/answer-with-records';
import { keepDirectory } from '../roads/writing/keep-directory';
import { moveSite } from '../roads/writing/move-site';
import { referToHidden } from '../roads/writing/refer-to-hidden';
import { writeForOthers, writeForOwn } from '../roads/writing/write-for-organizations';
import { writeSameKey } from '../roads/writing/write-same-key';
import { findForOthers, takeForOthers, writeTables } from '../roads/writing/write-tables';
import { castOf, placesOf } from '../world/cast';
import { shuffled } from '../world/chance';
import type { World } from '../world/things';

export interface Visit {
  hub: Hub;
  /** connections in the role of the API, for plain SQL */
  api: Pool;
  world: World;
  tally: Tally;
  random: Random;
}

/** One key of each place in the trees, with a role that chance picks: no role sees more than another. */
export function onlookersOf({
  hub,
  world,
  tally,
  random,
}: Pick<Visit, 'hub' | 'world' | 'tally' | 'random'>): Promise<Onlooker[]> {
  return Promise.all(placesOf(world.Organization).map((place) => lookOn(hub, world, tally, place, random.pick(roles))));
}

/** Every road that reads, each compared with the oracle. */
export async function readAll({ hub, api, random }: Visit, onlooker: Onlooker, tower: Watchtower): Promise<void> {
  await readTables(api, onlooker);
  await callDefiners(api, onlooker);
  await readNodes(onlooker);
  await readLists(onlooker, random);
  await readEdges(onlooker, random);
  await readFilters(onlooker, random);
  await readProbes(onlooker, random);
  await readSamples(onlooker);
  await readAggregates(onlooker);
  await readHistory(onlooker);
  await hiddenIsMissing(hub, onlooker, random);
  await forgeCursors(onlooker, random);
  await readAudience(hub, onlooker, tower, random);
  await readDrafts(onlooker, tower, random);
  await readSearch(onlooker, random);
  await readLookup(onlooker, random);
  await readImpact(onlooker, random);
  await readAsOf(hub, onlooker, random);
  await readOverview(onlooker);
}

/** Things change in the course of a world, a few of all that can, and the very next request of each viewer shows it. */
export async function changeWorld(visit: Visit, onlookers: readonly Onlooker[], most: number): Promise<void> {
  const { hub, api, world, random } = visit;
  for (const change of shuffled(random, changes).slice(0, most)) {
    const told = await change(hub, world, random);
    for (const onlooker of told ? onlookers : []) {
      onlooker.lookAgain();
      await readNodes(onlooker);
      await readOverview(onlooker);
    }
    if (told) await readTables(api, random.pick(onlookers));
  }
}

/** The same organization by keys of every role: the rows are the same, what can be written is not. */
export async function compareRoles({ hub, api, world, tally, random }: Visit): Promise<void> {
  const { root, center, leaf, other } = castOf(world.Organization);
  const place = random.pick([root, center, other]);
  for (const role of roles) {
    const onlooker = await lookOn(hub, world, tally, place, role, [leaf, other]);
    await readTables(api, onlooker);
    await writeTables(hub, api, onlooker);
  }
}

/** Every road that writes: what is refused leaves nothing, and what is taken touches nothing of another's. */
export async function writeAll(visit: Visit): Promise<void> {
  const { hub, api, world, tally, random } = visit;
  const { root, center, agency, leaf, other } = castOf(world.Organization);
  const steward = await lookOn(hub, world, tally, center, 'STEWARD', [leaf, other]);
  const reader = await lookOn(hub, world, tally, center, 'READER', [leaf]);
  await keepDirectory(hub, steward, agency, other);
  await referToHidden(hub, steward, random);
  await writeForOthers(hub, steward, [root, agency, other]);
  await writeForOthers(hub, reader, [center, leaf]);
  await takeForOthers(api, steward);
  await findForOthers(api, steward);
  await moveSite(hub, steward, random);
  for (const kind of [world.Device, world.Incident])
    await writeSameKey(
      hub,
      steward,
      kind.find(({ owner }) => owner !== center)!,
    );
  await addToTimelines(hub, steward, random);
  for (const owner of [center, leaf]) await writeForOwn(hub, steward, owner);
  for (const place of placesOf(world.Organization))
    await answerWithRecords(await lookOn(hub, world, tally, place, 'REPORTER'), random);
}
