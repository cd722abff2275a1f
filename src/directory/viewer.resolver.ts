import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { One } from '../kernel/reading/field-edge';
import type { Context } from '../context';
import { toPublicId } from '../kernel/ids';
import type { Identity } from '../kernel/postgres/identity';
import type { ListArgs } from '../kernel/reading/page';
import { viewerClient, viewerWritesFor } from './api-client/api-client.edges';
import { ApiClient } from './api-client/api-client.type';
import { organizations } from './directory.collection';
import { Organization, OrganizationArgs, OrganizationConnection } from './directory.type';
import { Viewer } from './viewer.type';

@Resolver(() => Viewer)
export class ViewerResolver {
  @Query(() => Viewer, { description: 'Who is asking, as the hub knows the key.' })
  viewer(@Ctx() { viewer }: Context): Identity & { key: string } {
    return { ...viewer, key: toPublicId('key', viewer.keyId) };
  }

  @FieldResolver(() => Organization, { description: 'The organization it belongs to.' })
  organization(@Root() viewer: Identity, @Ctx() context: Context) {
    return context.byId(organizations, viewer.organizationId);
  }

  @One(viewerClient, () => ApiClient, {
    nullable: true,
    description: 'The API client, for a steward; null for other roles.',
  })
  readonly client: unknown;

  @FieldResolver(() => OrganizationConnection, {
    description: 'Every organization that it may write for at this moment, its own among them; none for a READER.',
  })
  writesFor(@Root() viewer: Identity, @Args(() => OrganizationArgs) args: ListArgs, @Ctx() context: Context) {
    return context.many(viewerWritesFor, { id: toPublicId('cli', viewer.clientId) }, args);
  }
}
