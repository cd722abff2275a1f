import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../../context';
import { Organization } from '../../directory/directory.type';
import { findRecord } from '../../kernel/history/find-record';
import { RecordArgs } from '../../kernel/history/record.args.type';
import { rawId } from '../../kernel/ids';
import type { ListArgs } from '../../kernel/reading/page';
import type { DeviceRow } from '../device/device.entity';
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
  @Query(() => LinkConnection, { description: 'Links that the viewer sees.' })
  links(@Args(() => LinkArgs) args: ListArgs, @Ctx() context: Context) {
    return context.list(links, args);
  }

  @Query(() => Link, {
    nullable: true,
    description: 'A link by its id, as it stands or as it was; null where there is none for this viewer.',
  })
  link(@Args(() => RecordArgs) args: RecordArgs, @Ctx() context: Context) {
    return findRecord(links, args, context);
  }

  @FieldResolver(() => Organization, { nullable: true, description: 'Who leases it out.' })
  provider(@Root() row: LinkRow, @Ctx() context: Context) {
    return context.one(linkProvider, row);
  }

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
  @FieldResolver(() => Site, { nullable: true, description: 'The site it lies at.' })
  site(@Root() end: LinkEnd, @Ctx() context: Context) {
    return context.one(linkEndSite, end);
  }

  @FieldResolver(() => Device, { nullable: true, description: 'The device it is plugged into.' })
  device(@Root() end: LinkEnd, @Ctx() context: Context) {
    return context.one(linkEndDevice, end);
  }

  @FieldResolver(() => Interface, { nullable: true, description: 'The interface it is plugged into.' })
  interface(@Root() end: LinkEnd, @Ctx() context: Context) {
    return context.one(linkEndInterface, end);
  }
}

@Resolver(() => Device)
export class DeviceLinksResolver {
  @FieldResolver(() => LinkConnection, { description: 'Links with an end on it.' })
  links(@Root() row: DeviceRow, @Args(() => LinkArgs) args: ListArgs, @Ctx() context: Context) {
    return context.many(deviceLinks, row, args);
  }
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
