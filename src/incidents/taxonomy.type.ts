import { Field, ObjectType } from 'type-graphql';

@ObjectType({ description: 'A type of incident.', simpleResolvers: true })
export class IncidentTaxonomyEntry {
  @Field(() => String, { description: 'Its code: the type of a classification.' })
  type: string;

  @Field(() => String, { description: 'The type in words.' })
  label: string;

  @Field(() => String, { description: 'What belongs to it.' })
  description: string;
}

@ObjectType({ description: 'A class of incidents.', simpleResolvers: true })
export class IncidentTaxonomyClass {
  @Field(() => String, { description: 'Its code: the class of a classification.' })
  class: string;

  @Field(() => String, { description: 'The class in words.' })
  label: string;

  @Field(() => String, { description: 'What belongs to it.' })
  description: string;

  @Field(() => [IncidentTaxonomyEntry], { description: 'Its types, in the order of the taxonomy.' })
  types: IncidentTaxonomyEntry[];
}

@ObjectType({
  description:
    'The words in which incidents are classified: RSIT, the Reference Security Incident Taxonomy of ENISA and TF-CSIRT.',
  simpleResolvers: true,
})
export class IncidentTaxonomy {
  @Field(() => String, { description: 'Its name, the namespace of its machine tags.' })
  name: string;

  @Field(() => String, { description: 'Its version.' })
  version: string;

  @Field(() => [IncidentTaxonomyClass], { description: 'Its classes, in the order of the taxonomy.' })
  classes: IncidentTaxonomyClass[];
}
