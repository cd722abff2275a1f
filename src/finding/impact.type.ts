import { Field, Int, ObjectType, type ClassType } from 'type-graphql';
import { Organization } from '../directory/directory.type';
import { Device } from '../inventory/device/device.type';
import { InformationSystem } from '../inventory/information-system/information-system.type';
import { Link } from '../inventory/link/link.type';
import { Site } from '../inventory/site/site.type';
import { Node, PageInfoType } from '../kernel/node.type';
import { forwardPageArgs } from '../kernel/reading/list.type';
import type { ImpactGroups } from './impact.rules';

@ObjectType({
  description:
    'What stops working when an object does, as far as the viewer sees: what is hidden is not counted, and what lies behind it is not inferred. What is planned or retired does not work, so it neither stops nor keeps anything up.',
})
export class Impact {
  @Field(() => Node, { description: 'The object that fails.' })
  node: Node;

  @Field(() => Boolean, {
    description:
      'There is more: the walk stopped after 16 steps or 2,000 records. Lists and counts are then at least that.',
  })
  truncated: boolean;

  groups: ImpactGroups;
}

/** A list of what stops working; how far it lies stands on the edge. */
function impactConnection(name: string, node: () => ClassType | object): ClassType {
  @ObjectType(`Impacted${name}Edge`, { description: `A ${name} that stops working.`, simpleResolvers: true })
  class Edge {
    @Field(() => String, { description: 'Opaque place in this list.' })
    cursor: string;

    @Field(node as () => ClassType, { description: 'The record.' })
    node: object;

    @Field(() => Int, {
      description: 'In how many steps it is reached at least; 0 where it is that of the object itself.',
    })
    steps: number;
  }
  @ObjectType(`Impacted${name}Connection`, {
    description: `A page of ${name} records that stop working, nearest first.`,
    simpleResolvers: true,
  })
  class Connection {
    @Field(() => [Edge], { description: 'The records of the page, with steps and cursors.' })
    edges: Edge[];

    @Field(() => [node()] as [ClassType], { description: 'The records of the page.' })
    nodes: object[];

    @Field(() => PageInfoType, { description: 'Where the page lies.' })
    pageInfo: PageInfoType;

    @Field(() => Int, { description: 'How many there are for this viewer; known already, so it costs nothing.' })
    totalCount: number;
  }
  return Connection;
}

export const ImpactedDevices = impactConnection('Device', () => Device);
export const ImpactedLinks = impactConnection('Link', () => Link);
export const ImpactedSystems = impactConnection('InformationSystem', () => InformationSystem);
export const ImpactedSites = impactConnection('Site', () => Site);
export const ImpactedOrganizations = impactConnection('Organization', () => Organization);

export const ImpactPageArgs = forwardPageArgs('record');
