import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { List, Many, One } from '../../kernel/reading/field-edge';
import { ById } from '../../kernel/history/by-id';
import type { Context } from '../../context';
import { Organization } from '../../directory/directory.type';
import { rawId } from '../../kernel/ids';
import { Device } from '../device/device.type';
import type { InterfaceRow } from '../interface/interface.entity';
import { Interface } from '../interface/interface.type';
import { inventoryRecordResolver } from '../inventory-record.resolver';
import { Site } from '../site/site.type';
import { deviceLinks, interfaceLink, linkEndDevice, linkEndInterface, linkEndSite, linkProvider } from './link.edges';
import type { LinkRow } from './link.entity';
import { links } from './link.collection';
import { Link, LinkArgs, LinkConnection, LinkEnd } from './link.type';

@Resolver(() => Link)
export class LinkResolver extends inventoryRecordResolver(Link) {
  @List(links, () => LinkConnection, () => LinkArgs, { description: 'Links that the viewer sees.' })
  readonly links: unknown;

  @ById(links, () => Link, 'A link by its id, as it stands or as it was; null where there is none for this viewer.')
  readonly link: unknown;

  @One(linkProvider, () => Organization, { nullable: true, description: 'Who leases it out.' })
  readonly provider: unknown;

  @FieldResolver(() => LinkEnd, {
    nullable: true,
    description: 'One end; its fields are null where nothing is known, and where the viewer may not see it.',
  })
  a(@Root() row: LinkRow): LinkEnd {
    return { siteId: row.aSiteId, deviceId: row.aDeviceId, interfaceId: row.aInterfaceId };
  }

  @FieldResolver(() => LinkEnd, {
    nullable: true,
    description: 'The other end; its fields are null where nothing is known, and where the viewer may not see it.',
  })
  b(@Root() row: LinkRow): LinkEnd {
    return { siteId: row.bSiteId, deviceId: row.bDeviceId, interfaceId: row.bInterfaceId };
  }
}

@Resolver(() => LinkEnd)
export class LinkEndResolver {
  @One(linkEndSite, () => Site, { nullable: true, description: 'The site it lies at.' })
  readonly site: unknown;

  @One(linkEndDevice, () => Device, { nullable: true, description: 'The device it is plugged into.' })
  readonly device: unknown;

  @One(linkEndInterface, () => Interface, { nullable: true, description: 'The interface it is plugged into.' })
  readonly interface: unknown;
}

@Resolver(() => Device)
export class DeviceLinksResolver {
  @Many(deviceLinks, () => LinkConnection, () => LinkArgs, { description: 'Links with an end on it.' })
  readonly links: unknown;
}

@Resolver(() => Interface)
export class InterfaceLinkResolver {
  @FieldResolver(() => Link, {
    nullable: true,
    description: 'The link plugged into it; where there are several, the oldest that is not retired.',
  })
  link(@Root() row: InterfaceRow, @Ctx() context: Context) {
    return context.batch(interfaceLink, rawId(row.id), undefined);
  }
}
