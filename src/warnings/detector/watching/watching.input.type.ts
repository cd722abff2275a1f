import { Field, InputType, ObjectType } from 'type-graphql';

@InputType('WatchSeriesInput', { description: 'Whether the detector watches series of an organization.' })
export class WatchSeriesInput {
  @Field(() => String, {
    description: 'Code of the organization: meant are the series that it owns, and those that it writes.',
  })
  owner: string;

  @Field(() => Boolean, {
    description:
      'false: none of them are watched, what the detector has raised of them clears, and what it has learned is forgotten.',
  })
  watch: boolean;
}

@ObjectType('WatchSeriesPayload', { simpleResolvers: true, description: 'How it is from now on.' })
export class WatchSeriesPayload {
  @Field(() => String, { description: 'Code of the organization.' })
  owner: string;

  @Field(() => Boolean, { description: 'Whether its series are watched.' })
  watched: boolean;
}
