import { newId } from '../../kernel/ids';
import type { Db } from '../../kernel/postgres/session';
import type { Values } from '../../kernel/writing/upsert';
import { maintenanceImpacts, type MaintenanceImpact } from './quiet.values';

/** An object of a maintenance: a circuit, or one of the columns of subjects. */
export interface ObjectPlace {
  circuit: string | null;
  impact: MaintenanceImpact;
  [column: string]: string | null;
}

const subjects = ['site_id', 'device_id', 'interface_id', 'link_id', 'system_id'];
const shape = ['id', 'maintenance_id', ...subjects].map((name) => `${name} uuid`).join(', ');
const sent = `jsonb_to_recordset($1) AS g(${shape}, owner_id uuid, circuit text, impact text)`;
/** A circuit is known by its name, also once it is bound to a link. */
const same = `g.maintenance_id = t.maintenance_id AND CASE WHEN t.circuit IS NULL
  THEN g.circuit IS NULL AND t.subject_id = coalesce(${subjects.map((name) => `g.${name}`).join(', ')})
  ELSE g.circuit IS NOT DISTINCT FROM t.circuit END`;

/** What maintenances are about, where it was sent, replaces what stood before. Answers the external ids of those of which anything changed. */
export async function replaceObjects(db: Db, written: readonly Values[]): Promise<string[]> {
  const given = written.filter((values) => values['objects']);
  if (given.length === 0) return [];
  const rows = JSON.stringify(given.flatMap(rowsOf));
  const changed: { maintenance_id: string }[] = [];
  changed.push(
    ...(await db.rows<{ maintenance_id: string }>(
      `DELETE FROM maintenance_object t WHERE t.maintenance_id = ANY ($2::uuid[]) AND NOT EXISTS (SELECT FROM ${sent} WHERE ${same})
       RETURNING t.maintenance_id`,
      [rows, given.map((values) => values['id'])],
    )),
    ...(await db.rows<{ maintenance_id: string }>(
      `UPDATE maintenance_object t SET impact = g.impact FROM ${sent} WHERE ${same} AND g.impact <> t.impact RETURNING t.maintenance_id`,
      [rows],
    )),
    ...(await db.rows<{ maintenance_id: string }>(
      `INSERT INTO maintenance_object AS t (id, maintenance_id, owner_id, circuit, impact, ${subjects.join(', ')})
       SELECT g.id, g.maintenance_id, g.owner_id, g.circuit, g.impact, ${subjects.map((name) => `g.${name}`).join(', ')} FROM ${sent}
        WHERE NOT EXISTS (SELECT FROM maintenance_object t WHERE ${same}) RETURNING t.maintenance_id`,
      [rows],
    )),
  );
  const ids = new Set(changed.map(({ maintenance_id: id }) => id));
  return given.filter(({ id }) => ids.has(id as string)).map((values) => values['external_id'] as string);
}

/** Each thing once: where it was named twice, with the worse impact. */
function rowsOf({ id, owner_id: owner, objects }: Values): object[] {
  const places = new Map<string, ObjectPlace>();
  for (const place of objects as ObjectPlace[]) {
    const key = JSON.stringify([place.circuit, ...subjects.map((name) => place[name] ?? null)]);
    const known = places.get(key);
    if (!known || rank(known) < rank(place)) places.set(key, place);
  }
  return [...places.values()].map((place) => ({ id: newId(), maintenance_id: id, owner_id: owner, ...place }));
}

const rank = ({ impact }: ObjectPlace): number => maintenanceImpacts.indexOf(impact);
