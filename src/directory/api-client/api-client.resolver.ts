import { Resolver } from 'type-graphql';
import { List, Many, One } from '../../kernel/reading/field-edge';
import { ownerOf } from '../directory.edges';
import { Organization, OrganizationArgs, OrganizationConnection } from '../directory.type';
import { apiClients } from './api-client.collection';
import { clientKeys, clientWritesFor, keyClient } from './api-client.edges';
import { ApiClient, ApiClientArgs, ApiClientConnection, ApiKey, ApiKeyArgs, ApiKeyConnection } from './api-client.type';

@Resolver(() => ApiClient)
export class ApiClientResolver {
  @List(apiClients, () => ApiClientConnection, () => ApiClientArgs, {
    description:
      'API clients of the organization of a steward and of those below it, revoked ones too; none for other roles.',
  })
  readonly apiClients: unknown;

  @One(ownerOf, () => Organization, { description: 'The organization it belongs to.' })
  readonly organization: unknown;

  @Many(clientWritesFor, () => OrganizationConnection, () => OrganizationArgs, {
    description: 'Organizations that it is to write for besides its own: it does for those that stand below that.',
  })
  readonly writesFor: unknown;

  @Many(clientKeys, () => ApiKeyConnection, () => ApiKeyArgs, { description: 'Its keys, those that are over too.' })
  readonly keys: unknown;
}

@Resolver(() => ApiKey)
export class ApiKeyResolver {
  @One(keyClient, () => ApiClient, { nullable: true, description: 'The client whose key it is.' })
  readonly client: unknown;
}
