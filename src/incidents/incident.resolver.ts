import { Args, Ctx, FieldResolver, Query, Resolver, Root, type ClassType } from 'type-graphql';
import type { Context } from '../context';
import { ownerOf, regionOf } from '../directory/directory.edges';
import { Organization, Region } from '../directory/directory.type';
import type { OrganizationRow } from '../directory/organization.entity';
import { Device } from '../inventory/device/device.type';
import { InformationSystem } from '../inventory/information-system/information-system.type';
import { Interface } from '../inventory/interface/interface.type';
import { Link } from '../inventory/link/link.type';
import { Site } from '../inventory/site/site.type';
import { findRecord } from '../kernel/history/find-record';
import { RecordArgs } from '../kernel/history/record.args.type';
import type { Row } from '../kernel/reading/collection';
import { rawId } from '../kernel/ids';
import { Origin } from '../kernel/node.type';
import type { ListArgs } from '../kernel/reading/page';
import { Subject } from '../monitoring/monitoring.type';
import type { IncidentRow } from './incident.entity';
import {
  Classification,
  Incident,
  IncidentArgs,
  IncidentConnection,
  TimelineEntry,
  TimelineArgs,
  TimelineConnection,
} from './incident.type';
import { incidents } from './incidents.collection';
import {
  entryAuthor,
  entryIncident,
  incidentReporter,
  incidentSubjects,
  incidentTimeline,
  organizationIncidents,
  subjectIncidents,
} from './incidents.edges';
import { rsitTypes } from './rsit';
import type { TimelineEntryRow } from './timeline-entry.entity';

const labels = new Map(rsitTypes.map(({ class: of, type, label }) => [`${of}/${type}`, label]));

@Resolver(() => Incident)
export class IncidentResolver {
  @Query(() => IncidentConnection, { description: 'Incidents that the viewer sees.' })
  incidents(@Args(() => IncidentArgs) args: ListArgs, @Ctx() context: Context) {
    return context.list(incidents, args);
  }

  @Query(() => Incident, {
    nullable: true,
    description: 'An incident by its id, as it stands or as it was; null where there is none for this viewer.',
  })
  incident(@Args(() => RecordArgs) args: RecordArgs, @Ctx() context: Context) {
    return findRecord(incidents, args, context);
  }

  @FieldResolver(() => Classification, { description: 'What kind of incident it is.' })
  classification(@Root() row: IncidentRow): Classification {
    return { class: row.class, type: row.type, label: labels.get(`${row.class}/${row.type}`) ?? row.type };
  }

  @FieldResolver(() => Organization, { description: 'Whose incident it is.' })
  owner(@Root() row: IncidentRow, @Ctx() context: Context) {
    return context.one(ownerOf, row);
  }

  @FieldResolver(() => Organization, { description: 'Who reported it.' })
  reporter(@Root() row: IncidentRow, @Ctx() context: Context) {
    return context.one(incidentReporter, row);
  }

  @FieldResolver(() => Region, { nullable: true, description: 'The region it happened in.' })
  region(@Root() row: IncidentRow, @Ctx() context: Context) {
    return context.one(regionOf, row);
  }

  @FieldResolver(() => Origin, { nullable: true, description: 'Where the record came from.' })
  origin(@Root() { source, externalId, syncedAt }: IncidentRow): Origin {
    return { source, externalId, syncedAt };
  }

  @FieldResolver(() => [Subject], { description: 'What it affects, as far as the viewer sees it.' })
  async affects(@Root() row: IncidentRow, @Ctx() context: Context) {
    const places = await context.batch(incidentSubjects, rawId(row.id), undefined);
    const subjects = await Promise.all(places.map(({ collection, uuid }) => context.byId(collection, uuid)));
    return subjects.filter((subject) => subject !== null);
  }

  @FieldResolver(() => TimelineConnection, { description: 'What happened in its course.' })
  timeline(@Root() row: IncidentRow, @Args(() => TimelineArgs) args: ListArgs, @Ctx() context: Context) {
    return context.many(incidentTimeline, row, args);
  }
}

@Resolver(() => TimelineEntry)
export class TimelineEntryResolver {
  @FieldResolver(() => Organization, { description: 'Who wrote it.' })
  author(@Root() row: TimelineEntryRow, @Ctx() context: Context) {
    return context.one(entryAuthor, row);
  }

  @FieldResolver(() => Incident, { nullable: true, description: 'The incident it belongs to.' })
  incident(@Root() row: TimelineEntryRow, @Ctx() context: Context) {
    return context.one(entryIncident, row);
  }
}

@Resolver(() => Organization)
export class OrganizationIncidentsResolver {
  @FieldResolver(() => IncidentConnection, { description: 'Incidents that it owns.' })
  incidents(@Root() row: OrganizationRow, @Args(() => IncidentArgs) args: ListArgs, @Ctx() context: Context) {
    return context.many(organizationIncidents, row, args);
  }
}

/** What incidents add to everything that one can affect. */
function affected(type: ClassType | object): new () => object {
  @Resolver(() => type as ClassType)
  class AffectedResolver {
    @FieldResolver(() => IncidentConnection, { description: 'Incidents that affect it.' })
    incidents(@Root() row: Row, @Args(() => IncidentArgs) args: ListArgs, @Ctx() context: Context) {
      return context.many(subjectIncidents, row, args);
    }
  }
  return AffectedResolver;
}

export const AffectedSite = affected(Site);
export const AffectedDevice = affected(Device);
export const AffectedInterface = affected(Interface);
export const AffectedLink = affected(Link);
export const AffectedSystem = affected(InformationSystem);
