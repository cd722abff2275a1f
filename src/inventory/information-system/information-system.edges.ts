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
const related = (field: string, relation: string) =>
  toAll(`InformationSystem.${field}`, informationSystems, { relation, order: ['id'], atMost: 1000 });

export const systemParts = related(
  'parts',
  't.id IN (SELECT r.part_id FROM information_system_part r WHERE r.system_id = p.parent)',
);
export const systemNeeds = related(
  'dependsOn',
  't.id IN (SELECT r.needs_id FROM information_system_dependency r WHERE r.system_id = p.parent)',
);
