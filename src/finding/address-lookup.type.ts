import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType({
  description:
    'What is known of an address in one routing table: the prefix that holds it, the assignment, and where it leads. What the viewer may not see is null.',
})
export class AddressMatch {
  @Field(() => Int, { nullable: true, description: 'Length of the prefix: the most specific comes first.' })
  prefixLength: number | null;
}
