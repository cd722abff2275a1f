import { organizations } from '../../directory/directory.collection';
import { batch, toMany, toOne } from '../../kernel/reading/edges';
import { devices } from '../device/device.collection';
import { interfaces } from '../interface/interface.collection';
import { sites } from '../site/site.collection';
import type { LinkRow } from './link.entity';
import { links } from './link.collection';
import { findLinksOfInterfaces } from './find-links-of-interfaces';

export const linkProvider = toOne('providerId', organizations);
export const linkEndSite = toOne('siteId', sites);
export const linkEndDevice = toOne('deviceId', devices);
export const linkEndInterface = toOne('interfaceId', interfaces);
export const deviceLinks = toMany('Device.links', links, 't.a_device_id = p.parent OR t.b_device_id = p.parent');
export const interfaceLink = batch<LinkRow | null>('Interface.link', findLinksOfInterfaces);
