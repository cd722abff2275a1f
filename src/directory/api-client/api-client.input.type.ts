import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { CIDR, DateTime } from '../../kernel/scalars';
import { RoleEnum } from '../role.type';
import type { Role } from '../role.values';
import { ApiClient, ApiKey } from './api-client.type';

const ends = 'When the key ends: a year from now unless said, two years (730 days) at most.';

@InputType({
  description: 'An API client that is to be, with its first key. It stays as issued: for other rights, issue another.',
})
export class IssueKeyInput {
  @Field(() => String, {
    description: "Code of the organization that it belongs to: the steward's own or one below it.",
  })
  organization: string;

  @Field(() => String, { description: 'The system or desk that will hold it, up to 100 characters, never a person.' })
  label: string;

  @Field(() => RoleEnum, { description: 'What it may do.' })
  role: Role;

  @Field(() => [String], {
    defaultValue: [],
    description: 'Codes of organizations below its own that it writes for too, 1,000 at most.',
  })
  writesFor: string[];

  @Field(() => [CIDR], {
    defaultValue: [],
    description: 'Networks that its keys are used from, 100 at most; from anywhere unless said.',
  })
  networks: string[];

  @Field(() => DateTime, { nullable: true, description: ends })
  expiresAt?: string | null;
}

@InputType({ description: 'A further key of an API client, which has two in force at most.' })
export class RotateKeyInput {
  @Field(() => ID, { description: 'Id of the client.' })
  client: string;

  @Field(() => DateTime, { nullable: true, description: ends })
  expiresAt?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'From when on the key before is refused, where it does not end earlier; it keeps its own end unless said.',
  })
  retireOldAt?: string | null;
}

@InputType({ description: 'The key to end.' })
export class RevokeKeyInput {
  @Field(() => ID, { description: 'Id of the key, key_…; the key itself is nowhere asked for.' })
  id: string;
}

@InputType({ description: 'The API client to end.' })
export class RevokeClientInput {
  @Field(() => ID, { description: 'Id of the client, cli_….' })
  id: string;
}

@ObjectType({ description: 'The key that was issued.', simpleResolvers: true })
export class IssueKeyPayload {
  @Field(() => ApiClient, { description: 'The client as it stands.' })
  client: object;

  @Field(() => ApiKey, { description: 'Its key, without the secret.' })
  key: object;

  @Field(() => String, {
    description: 'The key as it is sent, "Authorization: Bearer cwk_…". Keep it now: it is shown this once.',
  })
  text: string;
}

@ObjectType({ description: 'The key that was added.', simpleResolvers: true })
export class RotateKeyPayload extends IssueKeyPayload {}

@ObjectType({ description: 'The key that was ended.', simpleResolvers: true })
export class RevokeKeyPayload {
  @Field(() => ApiKey, { description: 'The key as it stands.' })
  key: object;
}

@ObjectType({ description: 'The API client that was ended.', simpleResolvers: true })
export class RevokeClientPayload {
  @Field(() => ApiClient, { description: 'The client as it stands.' })
  client: object;
}
