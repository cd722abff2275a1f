import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../../context';
import type { ListArgs } from '../../kernel/reading/page';
import { ownerOf } from '../directory.edges';
import { Organization, OrganizationArgs, OrganizationConnection } from '../directory.type';
import { apiClients } from './api-client.collection';
import { clientKeys, clientWritesFor, keyClient } from './api-client.edges';
import type { ApiClientRow } from './api-client.entity';
import { ApiClient, ApiClientArgs, ApiClientConnection, ApiKey, ApiKeyArgs, ApiKeyConnection } from './api-client.type';
import type { ApiKeyRow } from './api-key.entity';

@Resolver(() => ApiClient)
export class ApiClientResolver {
  @Query(() => ApiClientConnection, {
    description:
      'API clients of the organization of a steward and of those below it, revoked ones too; none for other roles.',
  })
  apiClients(@Args(() => ApiClientArgs) args: ListArgs, @Ctx() context: Context) {
    return context.list(apiClients, args);
  }

  @FieldResolver(() => Organization, { description: 'The organization it belongs to.' })
  organization(@Root() row: ApiClientRow, @Ctx() context: Context) {
    return context.one(ownerOf, row);
  }

  @FieldResolver(() => OrganizationConnection, {
    description: 'Organizations that it is to write for besides its own: it does for those that stand below that.',
  })
  writesFor(@Root() row: ApiClientRow, @Args(() => OrganizationArgs) args: ListArgs, @Ctx() context: Context) {
    return context.many(clientWritesFor, row, args);
  }

  @FieldResolver(() => ApiKeyConnection, { description: 'Its keys, those that are over too.' })
  keys(@Root() row: ApiClientRow, @Args(() => ApiKeyArgs) args: ListArgs, @Ctx() context: Context) {
    return context.many(clientKeys, row, args);
  }
}

@Resolver(() => ApiKey)
export class ApiKeyResolver {
  @FieldResolver(() => ApiClient, { nullable: true, description: 'The client whose key it is.' })
  client(@Root() row: ApiKeyRow, @Ctx() context: Context) {
    return context.one(keyClient, row);
  }
}
