import { Field, ObjectType } from 'type-graphql';
import { connectionType, listArgs } from '../../kernel/reading/list.type';
import { Node } from '../../kernel/node.type';
import { CIDR, DateTime } from '../../kernel/scalars';
import { RoleEnum } from '../role.type';
import type { Role } from '../role.values';
import { apiClients, apiKeys } from './api-client.collection';

@ObjectType('ApiClient', {
  implements: Node,
  simpleResolvers: true,
  description:
    'A system or desk of an organization that asks by key. Stewards of the organization and of those above it see it, nobody else.',
})
export class ApiClient extends Node {
  @Field(() => String, { description: 'The system or desk, never a person; history shows it as the actor.' })
  label: string;

  @Field(() => RoleEnum, { description: 'What its keys may do.' })
  role: Role;

  @Field(() => [CIDR], {
    description:
      'Networks that its keys are used from; from elsewhere they are refused like a wrong key. Empty: from anywhere.',
  })
  networks: string[];

  @Field(() => DateTime, { description: 'When it was issued.' })
  createdAt: string;

  @Field(() => DateTime, { nullable: true, description: 'When it was revoked, and all its keys with it.' })
  revokedAt: string | null;
}

@ObjectType('ApiKey', {
  implements: Node,
  simpleResolvers: true,
  description: 'A key of an API client, without its secret: the hub keeps only a hash of that, and shows it to nobody.',
})
export class ApiKey extends Node {
  @Field(() => DateTime, { description: 'When it was issued.' })
  createdAt: string;

  @Field(() => DateTime, { description: 'When it ends.' })
  expiresAt: string;

  @Field(() => DateTime, { nullable: true, description: 'When it was revoked; null where it was not.' })
  revokedAt: string | null;
}

export const ApiClientConnection = connectionType('ApiClient', () => ApiClient);
export const ApiClientArgs = listArgs(apiClients);
export const ApiKeyConnection = connectionType('ApiKey', () => ApiKey);
export const ApiKeyArgs = listArgs(apiKeys);
