import { selectList } from '../../kernel/reading/projection';
import { batch, toMany } from '../../kernel/reading/edges';
import { devices } from '../device/device.collection';
import { groupWithin, type UnderParent } from '../../kernel/reading/group-under';
import type { Db } from '../../kernel/postgres/session';
import type { InformationSystemRow } from './information-system.entity';
import { informationSystems } from './information-system.collection';

const maxRelatedSystems = 1000;

export const organizationSystems = toMany(
  'Organization.informationSystems',
  informationSystems,
  't.owner_id = p.parent',
);
export const deviceSystems = toMany(
  'Device.informationSystems',
  informationSystems,
  't.id IN (SELECT d.system_id FROM information_system_device d WHERE d.device_id = p.parent)',
);
export const systemDevices = toMany(
  'InformationSystem.devices',
  devices,
  't.id IN (SELECT d.device_id FROM information_system_device d WHERE d.system_id = p.parent)',
);
export const systemParts = batch<InformationSystemRow[]>('InformationSystem.parts', (db, ids) =>
  related(db, 'parts', ids, 'JOIN information_system_part r ON r.system_id = p.parent AND r.part_id = t.id'),
);
export const systemNeeds = batch<InformationSystemRow[]>('InformationSystem.dependsOn', (db, ids) =>
  related(db, 'dependsOn', ids, 'JOIN information_system_dependency r ON r.system_id = p.parent AND r.needs_id = t.id'),
);

async function related(
  db: Db,
  field: string,
  parents: readonly string[],
  join: string,
): Promise<InformationSystemRow[][]> {
  const rows = await db.rows<InformationSystemRow & UnderParent>(
    `SELECT p.parent AS "$parent", x.*
       FROM unnest($1::uuid[]) p(parent)
      CROSS JOIN LATERAL (SELECT ${selectList(informationSystems)} FROM information_system t ${join}
                           ORDER BY t.id LIMIT ${maxRelatedSystems + 1}) x`,
    [parents],
  );
  return groupWithin(maxRelatedSystems, `InformationSystem.${field}`, parents, rows);
}
