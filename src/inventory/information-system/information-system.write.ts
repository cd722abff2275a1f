import type { Collection } from '../../kernel/reading/collection';
import type { RecordRef } from '../../kernel/writing/references';
import type { Db } from '../../kernel/postgres/session';
import type { Values } from '../../kernel/writing/upsert';
import { devices } from '../device/device.collection';
import { inventoryColumns, sourcedKey, type Ask, type RecordKind } from '../upsert-records';
import { informationSystems } from './information-system.collection';
import type { InformationSystemRecord } from './information-system.record.type';

/** Lists of a system: kept aside under a name that is no column, until the systems themselves stand. */
const lists = [
  { name: 'parts', table: 'information_system_part', column: 'part_id' },
  { name: 'dependsOn', table: 'information_system_dependency', column: 'needs_id' },
  { name: 'devices', table: 'information_system_device', column: 'device_id' },
];

export const informationSystemKind: RecordKind<InformationSystemRecord> = {
  target: {
    of: informationSystems,
    key: sourcedKey,
    columns: { ...inventoryColumns, code: 'text', name: 'text', sector: 'text', level: 'smallint' },
    synced: true,
  },
  values: ({ code, name, sector, level, status }) => ({ code, name, sector, level, status }),
  refer: (record, values, ask) => {
    referAll('parts', informationSystems, record.parts, values, ask);
    referAll('dependsOn', informationSystems, record.dependsOn, values, ask);
    referAll('devices', devices, record.devices, values, ask);
  },
  fieldOf: (constraint) => lists.find(({ table }) => constraint.startsWith(table))?.name ?? null,
  after: async (db, systems) => {
    for (const list of lists) await replaceList(db, list, systems);
  },
};

function referAll(
  name: string,
  target: Collection,
  refs: RecordRef[] | null | undefined,
  values: Values,
  ask: Ask,
): void {
  if (!refs) return;
  const ids: string[] = [];
  values[name] = ids;
  refs.forEach((ref, i) => ask.record(`${name}[${i}]`, target, ref, (id) => ids.push(id)));
}

async function replaceList(db: Db, { name, table, column }: (typeof lists)[number], systems: Values[]): Promise<void> {
  const given = systems.filter((system) => system[name]);
  if (given.length === 0) return;
  const pairs = given.flatMap((system) => (system[name] as string[]).map((far) => ({ system: system['id'], far })));
  await db.rows(
    `DELETE FROM ${table} t WHERE t.system_id = ANY ($1::uuid[])
        AND NOT EXISTS (SELECT FROM unnest($2::uuid[], $3::uuid[]) AS g(system, far) WHERE g.system = t.system_id AND g.far = t.${column})`,
    [given.map((system) => system['id']), pairs.map(({ system }) => system), pairs.map(({ far }) => far)],
  );
  await db.rows(
    `INSERT INTO ${table} (system_id, owner_id, ${column})
     SELECT DISTINCT s.id, s.owner_id, g.far FROM unnest($1::uuid[], $2::uuid[]) AS g(system, far) JOIN information_system s ON s.id = g.system
     ON CONFLICT DO NOTHING`,
    [pairs.map(({ system }) => system), pairs.map(({ far }) => far)],
  );
}
