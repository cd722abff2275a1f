import { toAll, toMany } from '../../kernel/reading/edges';
import { devices } from '../device/device.collection';
import { informationSystems } from './information-system.collection';

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
const related = (field: string, table: string, column: string) =>
  toAll(`InformationSystem.${field}`, informationSystems, {
    from: () => `information_system t JOIN ${table} r ON r.${column} = t.id`,
    ...{ parent: 'r.system_id', order: ['id'], atMost: 1000 },
  });

export const systemParts = related('parts', 'information_system_part', 'part_id');
export const systemNeeds = related('dependsOn', 'information_system_dependency', 'needs_id');
