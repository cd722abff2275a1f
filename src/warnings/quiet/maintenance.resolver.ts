import { Ctx, FieldResolver, Resolver, Root, type ClassType } from 'type-graphql';
import type { Context } from '../../context';
import { ownerOf } from '../../directory/directory.edges';
import { Organization } from '../../directory/directory.type';
import { Device } from '../../inventory/device/device.type';
import { InformationSystem } from '../../inventory/information-system/information-system.type';
import { Interface } from '../../inventory/interface/interface.type';
import { Link } from '../../inventory/link/link.type';
import { Site } from '../../inventory/site/site.type';
import { Origin } from '../../kernel/node.type';
import { List, Many, Needs, One } from '../../kernel/reading/field-edge';
import { Subject } from '../../monitoring/monitoring.type';
import { subjectOf } from '../../monitoring/subject';
import { maintenances } from './maintenance.collection';
import { maintenanceOf, maintenanceProvider, objectsOfMaintenance, subjectMaintenances } from './maintenance.edges';
import type { MaintenanceObjectRow } from './maintenance-object.entity';
import type { MaintenanceRow } from './maintenance.entity';
import {
  Maintenance,
  MaintenanceArgs,
  MaintenanceConnection,
  MaintenanceObject,
  MaintenanceObjectArgs,
  MaintenanceObjectConnection,
} from './maintenance.type';

@Resolver(() => Maintenance)
export class MaintenanceResolver {
  @List(maintenances, () => MaintenanceConnection, () => MaintenanceArgs, {
    description: 'Planned work that the viewer sees: what is over and what was cancelled too.',
  })
  readonly maintenances: unknown;

  @One(ownerOf, () => Organization, { description: 'Who keeps it.' })
  readonly owner: unknown;

  @One(maintenanceProvider, () => Organization, {
    nullable: true,
    description: 'Who does the work, where the hub knows that organization.',
  })
  readonly provider: unknown;

  @Many(objectsOfMaintenance, () => MaintenanceObjectConnection, () => MaintenanceObjectArgs, {
    description: 'What it is about, as far as that is for the viewer: its own, or all of its owner.',
  })
  readonly objects: unknown;

  @Needs('source', 'externalId', 'syncedAt')
  @FieldResolver(() => Origin, { nullable: true, description: 'Where the record came from.' })
  origin(@Root() { source, externalId, syncedAt }: MaintenanceRow): Origin {
    return { source, externalId, syncedAt };
  }
}

@Resolver(() => MaintenanceObject)
export class MaintenanceObjectResolver {
  @One(maintenanceOf, () => Maintenance, { nullable: true, description: 'The work.' })
  readonly maintenance: unknown;

  @FieldResolver(() => Subject, {
    nullable: true,
    description:
      'The object of the inventory; null where no link is found yet for the circuit, and where the viewer may not see it.',
  })
  subject(@Root() row: MaintenanceObjectRow, @Ctx() context: Context) {
    const subject = subjectOf(row);
    return subject && context.byId(subject.collection, subject.uuid);
  }
}

/** What maintenance adds to everything that it can be about. */
function worked(type: ClassType | object): new () => object {
  @Resolver(() => type as ClassType)
  class WorkedResolver {
    @Many(subjectMaintenances, () => MaintenanceConnection, () => MaintenanceArgs, {
      description: 'Planned work that names it.',
    })
    readonly maintenances: unknown;
  }
  return WorkedResolver;
}

export const WorkedSite = worked(Site);
export const WorkedDevice = worked(Device);
export const WorkedInterface = worked(Interface);
export const WorkedLink = worked(Link);
export const WorkedSystem = worked(InformationSystem);
