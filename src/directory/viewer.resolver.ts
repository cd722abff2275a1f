import { Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context';
import type { Identity } from '../kernel/postgres/session';
import { organizations } from './directory.collection';
import { Organization } from './directory.type';
import { Viewer } from './viewer.type';

@Resolver(() => Viewer)
export class ViewerResolver {
  @Query(() => Viewer, { description: 'Who is asking, as the hub knows the key.' })
  viewer(@Ctx() context: Context): Identity {
    return context.viewer;
  }

  @FieldResolver(() => Organization, { description: 'The organization it belongs to.' })
  organization(@Root() viewer: Identity, @Ctx() context: Context) {
    return context.byId(organizations, viewer.organizationId);
  }
}
