import { apiClients } from '../../directory/api-client/api-client.collection';
import { organizations, regions } from '../../directory/directory.collection';
import { incidents } from '../../incidents/incidents.collection';
import { devices } from '../../inventory/device/device.collection';
import { informationSystems } from '../../inventory/information-system/information-system.collection';
import { interfaces } from '../../inventory/interface/interface.collection';
import { links } from '../../inventory/link/link.collection';
import { sites } from '../../inventory/site/site.collection';
import { madeOnce } from '../../kernel/made-once';
import type { Db } from '../../kernel/postgres/session';
import type { Collection } from '../../kernel/reading/collection';

/** What a reference is to, where no filter of the type says it: by the end of its name. */
const targets: readonly [name: RegExp, target: Collection][] = [
  [/^(owner|organization|writer|author)Id$/, organizations],
  [/^regionId$/, regions],
  [/^clientId$/, apiClients],
  [/^incidentId$/, incidents],
  [/^([ab]S|s)iteId$/, sites],
  [/^([ab]D|d)eviceId$/, devices],
  [/^([ab]I|i)nterfaceId$/, interfaces],
  [/^linkId$/, links],
  [/^systemId$/, informationSystems],
];

/** What the hub keeps of a record for itself, or tells in other fields. */
const inner =
  /^(number|kindIsSaid|marking|writesFor|inventoryOf|position)$|(Ids|^subjectId|^consumerId|^acceptingId|^endedById)$/;

/** What is exported of the records of a type: name -> SQL over `t`. */
export const columnsOf = madeOnce((of: Collection): ReadonlyMap<string, string> => {
  const columns = Object.entries(of.columns).filter(([name]) => !inner.test(name));
  return new Map(columns.map(([name, sql]) => [name, name.endsWith('Id') ? referenceSql(of, name, sql) : sql]));
});

/** The id of what it refers to; null where the viewer does not see that, as a field of the API would be. */
function referenceSql(of: Collection, name: string, sql: string): string {
  if (name === 'externalId') return sql;
  const said = Object.values(of.filters).find((field) => field.kind === 'record' && sql === `t.${field.column}`);
  const target = said?.kind === 'record' ? (said.target() as Collection) : targets.find(([end]) => end.test(name))?.[1];
  if (!target) throw new Error(`${of.typeName}.${name} refers to a type that exports do not know: name it here.`);
  return `(SELECT '${target.prefix}_' || r.id FROM ${target.table} r WHERE r.id = ${sql})`;
}

/** The records with these ids that the viewer sees, by their UUIDs. */
export async function readRecords(db: Db, of: Collection, uuids: readonly string[]): Promise<Map<string, object>> {
  const selected = [...columnsOf(of)].map(([name, sql]) => `${sql} AS "${name}"`);
  const rows = await db.rows<{ id: string }>(
    `SELECT ${selected.join(', ')} FROM ${of.table} t WHERE t.id = ANY ($1::uuid[])`,
    [uuids],
  );
  return new Map(rows.map((row) => [row.id.slice(4), row]));
}
