import { FieldResolver, Resolver, Root, type ClassType } from 'type-graphql';
import { All, Any, List, Many, Needs, One } from '../kernel/reading/field-edge';
import { ById } from '../kernel/history/by-id';
import { ownerOf, regionOf } from '../directory/directory.edges';
import { Organization, Region } from '../directory/directory.type';
import { Device } from '../inventory/device/device.type';
import { InformationSystem } from '../inventory/information-system/information-system.type';
import { Interface } from '../inventory/interface/interface.type';
import { Link } from '../inventory/link/link.type';
import { Site } from '../inventory/site/site.type';
import { Origin } from '../kernel/node.type';
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
import { incidentLinks } from './incident-link.edges';
import { IncidentLink } from './incident-link.type';
import {
  entryAuthor,
  entryIncident,
  incidentCoordinator,
  incidentReceiver,
  incidentReporter,
  incidentSubjects,
  incidentTimeline,
  mergedIncidents,
  mergedInto,
  organizationIncidents,
  subjectIncidents,
} from './incidents.edges';
import { rsitTypes } from './rsit';

const words = new Map(rsitTypes.map((entry) => [`${entry.class}/${entry.type}`, entry]));

@Resolver(() => Incident)
export class IncidentResolver {
  @List(incidents, () => IncidentConnection, () => IncidentArgs, { description: 'Incidents that the viewer sees.' })
  readonly incidents: unknown;

  @ById(
    incidents,
    () => Incident,
    'An incident by its id, as it stands or as it was; null where there is none for this viewer.',
  )
  readonly incident: unknown;

  @Needs('class', 'type')
  @FieldResolver(() => Classification, { description: 'What kind of incident it is.' })
  classification(@Root() row: IncidentRow): Classification {
    const { label, description } = words.get(`${row.class}/${row.type}`)!;
    return { class: row.class, type: row.type, label, description };
  }

  @One(ownerOf, () => Organization, { description: 'Whose incident it is.' })
  readonly owner: unknown;

  @One(incidentReporter, () => Organization, { description: 'Who reported it.' })
  readonly reporter: unknown;

  @One(incidentCoordinator, () => Organization, {
    nullable: true,
    description: 'Who leads its handling for the owner.',
  })
  readonly coordinator: unknown;

  @One(incidentReceiver, () => Organization, {
    nullable: true,
    description: "Who is asked to take it over; for that one and its owner's side to know.",
  })
  readonly handOverTo: unknown;

  @One(mergedInto, () => Incident, {
    nullable: true,
    description: 'The incident that it is a duplicate of and was merged into; null where the viewer does not see that.',
  })
  readonly mergedInto: unknown;

  @Many(mergedIncidents, () => IncidentConnection, () => IncidentArgs, {
    description: 'Duplicates that were merged into it, as far as the viewer sees them.',
  })
  readonly merged: unknown;

  @All(incidentLinks, () => IncidentLink, {
    description: 'What it has to do with other incidents, as far as the viewer sees those.',
  })
  readonly linked: unknown;

  @One(regionOf, () => Region, { nullable: true, description: 'The region it happened in.' })
  readonly region: unknown;

  @Needs('source', 'externalId', 'syncedAt')
  @FieldResolver(() => Origin, { nullable: true, description: 'Where the record came from.' })
  origin(@Root() { source, externalId, syncedAt }: IncidentRow): Origin {
    return { source, externalId, syncedAt };
  }

  @Any(incidentSubjects, () => Subject, { description: 'What it affects, as far as the viewer sees it.' })
  readonly affects: unknown;

  @Many(incidentTimeline, () => TimelineConnection, () => TimelineArgs, {
    description: 'What happened in its course, and in that of duplicates that were merged into it.',
  })
  readonly timeline: unknown;
}

@Resolver(() => TimelineEntry)
export class TimelineEntryResolver {
  @One(entryAuthor, () => Organization, { description: 'Who wrote it.' })
  readonly author: unknown;

  @One(entryIncident, () => Incident, { nullable: true, description: 'The incident it belongs to.' })
  readonly incident: unknown;
}

@Resolver(() => Organization)
export class OrganizationIncidentsResolver {
  @Many(organizationIncidents, () => IncidentConnection, () => IncidentArgs, { description: 'Incidents that it owns.' })
  readonly incidents: unknown;
}

/** What incidents add to everything that one can affect. */
function affected(type: ClassType | object): new () => object {
  @Resolver(() => type as ClassType)
  class AffectedResolver {
    @Many(subjectIncidents, () => IncidentConnection, () => IncidentArgs, { description: 'Incidents that affect it.' })
    readonly incidents: unknown;
  }
  return AffectedResolver;
}

export const AffectedSite = affected(Site);
export const AffectedDevice = affected(Device);
export const AffectedInterface = affected(Interface);
export const AffectedLink = affected(Link);
export const AffectedSystem = affected(InformationSystem);
