import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../context';
import { upsertRecords } from '../inventory/upsert-records';
import { upsertPayload } from '../kernel/writing/refusal.type';
import { addTimelineEntry } from './add-timeline-entry';
import {
  AddTimelineEntryInput,
  AddTimelineEntryPayload,
  OpenIncidentInput,
  OpenIncidentPayload,
  UpsertIncidentsInput,
} from './incident.input.type';
import { incidentKind } from './incident.write';
import { incidents, timelineEntries } from './incidents.collection';
import { openIncident } from './open-incident';

const UpsertIncidentsPayload = upsertPayload('Incidents');

@Resolver()
export class IncidentWritingResolver {
  @Mutation(() => OpenIncidentPayload, { description: 'Opens an incident.' })
  async openIncident(
    @Arg('input', () => OpenIncidentInput, { description: 'The incident.' }) input: OpenIncidentInput,
    @Ctx() context: Context,
  ) {
    const id = await context.write((db) => openIncident(db, input, context.viewer, context.now()));
    return { incident: await context.byId(incidents, id) };
  }

  @Mutation(() => AddTimelineEntryPayload, { description: 'Adds an entry to the timeline of an incident.' })
  async addTimelineEntry(
    @Arg('input', () => AddTimelineEntryInput, { description: 'The entry.' }) input: AddTimelineEntryInput,
    @Ctx() context: Context,
  ) {
    const id = await context.write((db) => addTimelineEntry(db, input, context.viewer, context.now()));
    return { timelineEntry: await context.byId(timelineEntries, id) };
  }

  @Mutation(() => UpsertIncidentsPayload, { description: 'Writes incidents of one system of record.' })
  upsertIncidents(
    @Arg('input', () => UpsertIncidentsInput, { description: 'The batch.' }) input: UpsertIncidentsInput,
    @Ctx() context: Context,
  ) {
    return context.write((db) => upsertRecords(db, incidentKind(context.viewer.organizationId, context.now()), input));
  }
}
