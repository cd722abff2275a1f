import { toMany, toOne } from '../../kernel/reading/edges';
import { interfaces } from './interface.collection';

export const interfaceOf = toOne('interfaceId', interfaces);
export const deviceInterfaces = toMany('Device.interfaces', interfaces, 't.device_id = p.parent');
