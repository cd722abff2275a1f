import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../kernel/enum';
import { Node } from '../../kernel/node.type';
import { connectionType, listArgs } from '../../kernel/reading/list.type';
import { DateTime } from '../../kernel/scalars';
import { maintenanceObjects, maintenances } from './maintenance.collection';
import {
  maintenanceImpacts,
  maintenanceStatuses,
  type MaintenanceImpact,
  type MaintenanceStatus,
} from './quiet.values';

export const MaintenanceStatusEnum = enumOf<MaintenanceStatus>(maintenanceStatuses);
registerEnumType(MaintenanceStatusEnum, {
  name: 'MaintenanceStatus',
  description:
    'How far planned work has come, in the words of the MAINTNOTE standard (BCOP) and of carriers. It quiets warnings while it is CONFIRMED, RE_SCHEDULED or IN_PROCESS, within its window.',
  valuesConfig: {
    TENTATIVE: { description: 'Thought of: it quiets nothing yet.' },
    CONFIRMED: { description: 'It takes place.' },
    RE_SCHEDULED: { description: 'It takes place in another window than was said before: the one that stands now.' },
    IN_PROCESS: { description: 'It has begun.' },
    COMPLETED: { description: 'It is over, even where its window is not: it quiets nothing any more.' },
    CANCELLED: { description: 'It does not take place: it quiets nothing.' },
  },
});

export const MaintenanceImpactEnum = enumOf<MaintenanceImpact>(maintenanceImpacts);
registerEnumType(MaintenanceImpactEnum, {
  name: 'MaintenanceImpact',
  description:
    'What work does to an object, in the words of the MAINTNOTE standard (BCOP). It says how bad a warning is explained by it: what is worse than announced is raised.',
  valuesConfig: {
    NO_IMPACT: { description: 'Nothing: it quiets no warnings.' },
    REDUCED_REDUNDANCY: { description: 'It works on, without its protection: warnings up to MINOR are quieted.' },
    DEGRADED: { description: 'It works worse: warnings up to MAJOR are quieted.' },
    OUTAGE: { description: 'It fails: all warnings are quieted.' },
  },
});

@ObjectType('Maintenance', {
  implements: Node,
  simpleResolvers: true,
  description:
    'Planned work, as its provider announces it: a window, and what it does to which objects. Within the window it quiets warnings of these objects and of what stands on them. For its owner, its provider, the owners of the objects, and those above them.',
})
export class Maintenance extends Node {
  @Field(() => String, { description: 'What is done, in a line.' })
  title: string;

  @Field(() => MaintenanceStatusEnum, { description: 'How far it has come.' })
  status: MaintenanceStatus;

  @Field(() => MaintenanceImpactEnum, { description: 'Its worst impact, as its notice says.' })
  impact: MaintenanceImpact;

  @Field(() => DateTime, { description: 'When its window begins.' })
  startsAt: string;

  @Field(() => DateTime, { description: 'When its window ends: from this instant on it quiets nothing.' })
  endsAt: string;

  @Field(() => String, { nullable: true, description: 'Who does the work, as the notice says.' })
  providerName: string | null;

  @Field(() => String, { nullable: true, description: "Its provider's reference of the work." })
  reference: string | null;

  @Field(() => String, { nullable: true, description: 'The account with the provider that it was announced to.' })
  account: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Number of the notice that stands, 0 or more: an older one changes nothing.',
  })
  sequence: number | null;

  @Field(() => DateTime, { nullable: true, description: 'When its provider wrote the notice that stands.' })
  stampedAt: string | null;

  @Field(() => DateTime, { description: 'When the hub first held it.' })
  createdAt: string;

  @Field(() => DateTime, { description: 'When it last changed.' })
  updatedAt: string;
}

@ObjectType('MaintenanceObject', {
  implements: Node,
  simpleResolvers: true,
  description: 'What a maintenance is about: an object of the inventory, or a circuit as its provider calls it.',
})
export class MaintenanceObject extends Node {
  @Field(() => String, {
    nullable: true,
    description: 'The circuit, as its provider calls it; null where the notice names an object of the inventory.',
  })
  circuit: string | null;

  @Field(() => MaintenanceImpactEnum, { description: 'What happens to it.' })
  impact: MaintenanceImpact;

  @Field(() => DateTime, { description: 'When the hub first held it.' })
  createdAt: string;

  @Field(() => DateTime, { description: 'When it last changed.' })
  updatedAt: string;
}

export const MaintenanceConnection = connectionType('Maintenance', () => Maintenance);
export const MaintenanceArgs = listArgs(maintenances);
export const MaintenanceObjectConnection = connectionType('MaintenanceObject', () => MaintenanceObject);
export const MaintenanceObjectArgs = listArgs(maintenanceObjects);
