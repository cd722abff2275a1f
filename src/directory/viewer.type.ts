import { Field, ID, ObjectType } from 'type-graphql';
import { CIDR, DateTime } from '../kernel/scalars';
import { RoleEnum } from './role.type';
import type { Role } from './role.values';

@ObjectType({
  description:
    'Who is asking, and what it may do. What is left of its budget stands in extensions.cost of every answer.',
  simpleResolvers: true,
})
export class Viewer {
  @Field(() => String, { description: 'Label of the API client: a system or a desk, never a person.' })
  label: string;

  @Field(() => RoleEnum, { description: 'What its key may do.' })
  role: Role;

  @Field(() => ID, { description: 'Id of the key that asks.' })
  key: string;

  @Field(() => [CIDR], { description: 'Networks that its keys are used from. Empty: from anywhere.' })
  networks: string[];

  @Field(() => DateTime, { description: 'When its key ends.' })
  expiresAt: string;
}
