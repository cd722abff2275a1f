import { Field, InputType, ObjectType } from 'type-graphql';
import { SharingGroup } from './sharing-group.type';

@InputType({ description: 'A sharing group as its keeper wants it: made where there is none with this code.' })
export class SaveSharingGroupInput {
  @Field(() => String, {
    description: 'Code of the organization that keeps the group: one that the key may write for, as its steward.',
  })
  owner: string;

  @Field(() => String, {
    description: 'Code, 1 to 63 of letters, digits, ".", "_", "-": no organization and no other group has it.',
  })
  code: string;

  @Field(() => String, { description: 'Name, up to 200 characters.' })
  name: string;

  @Field(() => [String], {
    description:
      'Codes of all its members, 1,000 at most; who is not among them is a member no more from the next request on.',
  })
  members: string[];
}

@ObjectType({ description: 'The group that was saved.', simpleResolvers: true })
export class SaveSharingGroupPayload {
  @Field(() => SharingGroup, { description: 'The group as it stands.' })
  sharingGroup: object;
}
