import type { Pool } from 'pg';
import { isAbove, partiesOf } from './oracle';
import type { Organization, Thing } from './model';
import type { Onlooker } from './onlooker';
import { underScope } from './read-tables';
import { tables } from './tables';

/** For whom a key writes: its own organization, and those below that it names; a reader for nobody. */
function writersOf({ organization, role, named }: Onlooker): Organization[] {
  const below = named.filter((one) => one !== organization && isAbove(organization, one));
  return role === 'READER' ? [] : [organization, ...below];
}

/** Whether plain SQL under a key may change the row of a record. */
function writes(onlooker: Onlooker, thing: Thing): boolean {
  const { organization, role } = onlooker;
  const writers = writersOf(onlooker);
  const keeps = role === 'STEWARD' && !organization.parent && organization.kind === 'NATIONAL_CENTER';
  switch (thing.type) {
    case 'Region':
      return keeps;
    case 'Organization':
      return role === 'STEWARD' && isAbove(organization, thing.parent) && (!thing.communityMember || keeps);
    case 'Metric':
      return writers.length > 0;
    case 'Series':
      return writers.includes(thing.writer);
    case 'TimelineEntry':
      return writers.includes(thing.author) && partiesOf(thing.incident).includes(thing.author);
    default:
      return writers.includes(thing.owner);
  }
}

/** Updates of whole tables with every predicate forgotten touch what the key may write, and nothing else. */
export async function writeTables(api: Pool, onlooker: Onlooker): Promise<void> {
  for (const [table, plan] of Object.entries(tables)) {
    const due = plan(onlooker.world).filter(({ as }) => writes(onlooker, as));
    const column = table === 'region' || table === 'organization' ? 'name' : 'id';
    const touched = await underScope(api, onlooker.key, (ask) =>
      ask<{ n: number }>(
        `WITH u AS (UPDATE hub.${table} SET ${column} = ${column} RETURNING 1) SELECT count(*) AS n FROM u`,
      ),
    );
    const seen = due.filter(({ as }) => onlooker.sight.sees(as));
    onlooker.agree(`UPDATE ${table}`, touched, [{ n: seen.length }]);
  }
}

const taking = `SELECT count(*) FROM hub.take_samples(ARRAY[$1::uuid], '{2026-05-02T00:00:00Z}', '{1}', '{0}')`;

/** The function that takes samples past the policies takes them for the key's own writers alone. */
export async function takeForOthers(api: Pool, onlooker: Onlooker): Promise<void> {
  for (const { id, writer } of onlooker.world.Series) {
    const outcome = await underScope(api, onlooker.key, (ask) => ask(taking, [id])).then(
      () => 'taken',
      (error: Error) => error.message,
    );
    const expected = writersOf(onlooker).includes(writer) ? 'taken' : 'samples of a series that this key may not write';
    onlooker.agree(`take_samples of ${id}`, outcome, expected);
  }
}
