import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../kernel/enum';
import { DateTime } from '../kernel/scalars';
import { incidentLinkKinds, type IncidentLinkKind } from './incident.values';

export const IncidentLinkKindEnum = enumOf<IncidentLinkKind>(incidentLinkKinds);
registerEnumType(IncidentLinkKindEnum, {
  name: 'IncidentLinkKind',
  description: 'What an incident has to do with another; from the other end it reads the other way round.',
  valuesConfig: {
    CAUSED_BY: { description: 'The other one brought it about.' },
    CAUSES: { description: 'It brought the other one about.' },
    DUPLICATE_OF: { description: 'It tells of what the other one tells of; mergeIncidents makes one of them.' },
    HAS_DUPLICATE: { description: 'The other one tells of what it tells of.' },
    RELATED: { description: 'They belong together otherwise: the same campaign, tool or place.' },
  },
});

@ObjectType('IncidentLink', { simpleResolvers: true, description: 'What an incident has to do with another one.' })
export class IncidentLink {
  @Field(() => IncidentLinkKindEnum, { description: 'What it has to do with the other one.' })
  kind: IncidentLinkKind;

  @Field(() => String, { nullable: true, description: 'Why.' })
  note: string | null;

  @Field(() => DateTime, { description: 'Since when they are linked.' })
  createdAt: string;
}
