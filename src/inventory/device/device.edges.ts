import { toMany, toOne } from '../../kernel/reading/edges';
import { devices } from './device.collection';

export const deviceOf = toOne('deviceId', devices);
export const organizationDevices = toMany('Organization.devices', devices, 't.owner_id = p.parent');
export const siteDevices = toMany('Site.devices', devices, 't.site_id = p.parent');
