import type { Pool } from 'pg';
import type { Hub } from '../../../hub';
import type { Onlooker } from '../../onlooker/onlooker';
import { underScope } from '../../onlooker/under-scope';
import { isParty, acceptingOf } from '../../oracle/parties';
import { ownerOf } from '../../oracle/derived';
import { isAbove } from '../../oracle/trees';
import { folded } from '../../answers/folded';
import { Sight } from '../../oracle/sight';
import type { Device } from '../../world/inventory-model';
import { isDue, type Row } from '../../planting/rows';
import { tables } from '../../planting/tables';
import type { Organization } from '../../world/directory-model';
import type { Thing } from '../../world/things';

/** For whom a key writes: its own organization, and those below that it names; a reader for nobody. */
function writersOf({ organization, role, named }: Onlooker): Organization[] {
  const below = named.filter((one) => one !== organization && isAbove(organization, one));
  return role === 'READER' ? [] : [organization, ...below];
}

/** Whether plain SQL under a key may change the row of a record. */
function writes(onlooker: Onlooker, thing: Thing, stewarded: ReadonlySet<string>): boolean {
  const { organization, role } = onlooker;
  const writers = writersOf(onlooker);
  // Where an organization has a steward of its own, nobody above acts for it.
  const stands = (one: Organization) =>
    role === 'STEWARD' && writers.includes(one) && (one === organization || !stewarded.has(one.id));
  const keeps = role === 'STEWARD' && !organization.parent && organization.kind === 'NATIONAL_CENTER';
  switch (thing.type) {
    case 'Region':
      return keeps;
    case 'Organization':
      return role === 'STEWARD' && isAbove(organization, thing.parent) && (!thing.communityMember || keeps);
    case 'Metric':
      return writers.length > 0 && (keeps || thing.unit === '');
    case 'Series':
      return writers.includes(thing.writer);
    case 'Warning':
      return [thing.writer, ownerOf(thing)].some((side) => side && writers.includes(side));
    case 'WarningTransition':
      return writes(onlooker, thing.warning, stewarded);
    case 'TimelineEntry':
      return writers.includes(thing.author) && isParty(thing.author, thing.incident);
    case 'SharingGroup':
    case 'BindingRule':
      return stands(thing.owner);
    case 'Agreement':
      return stands(thing.provider) || stands(acceptingOf(thing.consumer));
    default:
      return writers.includes(thing.owner);
  }
}

const messageOf = (error: Error): string => error.message;

/** Updates of whole tables with every predicate forgotten touch what the key may write, and nothing else. */
export async function writeTables(hub: Hub, api: Pool, onlooker: Onlooker): Promise<void> {
  const found = await hub.sql<{ id: string }>(`SELECT c.owner_id AS id FROM api_client c WHERE c.role = 'STEWARD'`);
  const stewarded = new Set(found.map(({ id }) => id));
  for (const [table, plan] of Object.entries(tables)) {
    const rows = plan(onlooker.world);
    const due = rows.filter((planned) => writes(onlooker, planned.as, stewarded) && isDue(planned, onlooker.sight));
    const column = table === 'region' || table === 'organization' ? 'name' : 'id';
    const update = `WITH u AS (UPDATE hub.${table} SET ${column} = ${column} RETURNING 1) SELECT count(*) AS n FROM u`;
    const touched = await underScope(api, onlooker.key, (ask) => ask(update)).catch(messageOf);
    const isKept = table === 'warning_transition';
    onlooker.agree(`UPDATE ${table}`, touched, isKept ? `permission denied for table ${table}` : [{ n: due.length }]);
    // Who writes for anybody adds metrics, and mends few.
    const open = table === 'metric' && onlooker.role !== 'READER';
    for (const { row } of rows.filter(({ as }) => !open && !writes(onlooker, as, stewarded)).slice(0, 2))
      await insert(api, onlooker, table, row);
  }
  const strange = onlooker.world.TimelineEntry.filter(({ incident }) => !isParty(onlooker.organization, incident));
  const entry = tables['timeline_entry']!(onlooker.world).find(({ as }) => as === strange[0]);
  if (entry) await insert(api, onlooker, 'timeline_entry', { ...entry.row, author_id: onlooker.organization.id });
}

/** A row of another's, once more: the policy is asked before any constraint. */
async function insert(api: Pool, onlooker: Onlooker, table: string, row: Row): Promise<void> {
  const columns = Object.keys(row).join(', ');
  const text = `INSERT INTO hub.${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::hub.${table}, $1::jsonb)`;
  const outcome = await underScope(api, onlooker.key, (ask) => ask(text, [JSON.stringify([row])])).catch(messageOf);
  onlooker.agree(`INSERT INTO ${table}`, outcome, `new row violates row-level security policy for table "${table}"`);
}

const writing = [
  `hub.take_samples(ARRAY[$1::uuid], '{2026-05-02T00:00:00Z}', '{1}', '{0}')`,
  `hub.correct_samples(ARRAY[$1::uuid], '{2026-05-02T00:00:00Z}', '{1}', '{0}')`,
  `hub.hold_packed(ARRAY[$1::uuid], '{2026-05-02}')`,
];

const finding = `SELECT a.key FROM hub.find_subjects($1, array_fill($2::uuid, ARRAY[cardinality($3::text[])]), $3::text[], NULL) f
  JOIN unnest($3::text[]) WITH ORDINALITY AS a(key, place) USING (place) ORDER BY 1`;

/** What rules find past the policies is what their own organization sees, with nothing withheld, whoever asks; and none asks for others. */
export async function findForOthers(api: Pool, onlooker: Onlooker): Promise<void> {
  const { world } = onlooker;
  for (const { id, owner, lookup } of world.BindingRule) {
    const sight = new Sight(world, owner);
    const valueOf = ({ name, managementAddress }: Device) => (lookup === 'NAME' ? name : managementAddress);
    const keys = [...new Set(world.Device.map(valueOf).filter((value) => value !== null))];
    const shown = sight.all('Device').filter((one) => lookup === 'NAME' || !sight.withholds(one, 'MANAGEMENT_ADDRESS'));
    const found = new Set(shown.map(valueOf).map((value) => value && folded(value)));
    const due = keys.filter((key) => found.has(folded(key))).sort((a, b) => (a < b ? -1 : 1));
    const outcome = await underScope(api, onlooker.key, (ask) =>
      ask<{ key: string }>(finding, [owner.id, id, keys]),
    ).then((rows) => rows.map(({ key }) => key).sort((a, b) => (a < b ? -1 : 1)), messageOf);
    const refused = 'series of an organization that this key may not write for';
    onlooker.agree(`find_subjects by ${lookup}`, outcome, writersOf(onlooker).includes(owner) ? due : refused);
  }
}

/** The functions that write samples past the policies do so for the key's own writers alone. */
export async function takeForOthers(api: Pool, onlooker: Onlooker): Promise<void> {
  for (const { id, writer } of onlooker.world.Series) {
    const expected = writersOf(onlooker).includes(writer) ? 'done' : 'samples of a series that this key may not write';
    for (const call of writing) {
      const work = underScope(api, onlooker.key, (ask) => ask(`SELECT count(*) FROM ${call}`, [id]));
      onlooker.agree(`${call} of ${id}`, await work.then(() => 'done', messageOf), expected);
    }
  }
}
