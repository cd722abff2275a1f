import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../kernel/enum';
import { DateTime } from '../kernel/scalars';
import { roles, type Role } from './role.values';

export const RoleEnum = enumOf<Role>(roles);
registerEnumType(RoleEnum, {
  name: 'Role',
  description: 'What a key may do.',
  valuesConfig: {
    READER: { description: 'Reads.' },
    REPORTER: { description: 'Reads, and writes inventory, samples and incidents of its organization.' },
    RESPONDER: { description: 'What a reporter does, and works on incidents.' },
    STEWARD: { description: 'What a responder does, and keeps the directory below its organization.' },
  },
});

@ObjectType({ description: 'Who is asking.', simpleResolvers: true })
export class Viewer {
  @Field(() => String, { description: 'Label of the API client: a system or a desk, never a person.' })
  label: string;

  @Field(() => RoleEnum, { description: 'What its key may do.' })
  role: Role;

  @Field(() => DateTime, { description: 'When its key ends.' })
  expiresAt: string;
}
