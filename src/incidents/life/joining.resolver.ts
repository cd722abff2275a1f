import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../context';
import { refuseUnlessResponder } from '../../directory/refuse-unless-responder';
import { incidents } from '../incidents.collection';
import {
  LinkIncidentsInput,
  LinkIncidentsPayload,
  MergeIncidentsInput,
  MergeIncidentsPayload,
  UnlinkIncidentsInput,
  UnlinkIncidentsPayload,
} from './join.input.type';
import { linkIncidents, unlinkIncidents } from './link-incidents';
import { mergeIncidents } from './merge-incidents';

@Resolver()
export class JoiningResolver {
  @Mutation(() => MergeIncidentsPayload, {
    description:
      'Makes one incident of several. The duplicates are CLOSED and keep all that they hold, as strictly marked as it is; the one that goes on lists their timelines with its own, affects what they do where that is not told more widely by it, and has their co-workers and recipients. Needs the role RESPONDER for the owner or coordinator of each.',
  })
  async mergeIncidents(
    @Arg('input', () => MergeIncidentsInput, { description: 'The incidents.' }) input: MergeIncidentsInput,
    @Ctx() context: Context,
  ) {
    refuseUnlessResponder(context.viewer, 'Working on incidents');
    const id = await context.write((db) => mergeIncidents(db, input, context.viewer, context.now()));
    return { incident: await context.byId(incidents, id) };
  }

  @Mutation(() => LinkIncidentsPayload, {
    description:
      'Says what an incident has to do with another one, for who sees both. Needs the role RESPONDER for who works on either.',
  })
  async linkIncidents(
    @Arg('input', () => LinkIncidentsInput, { description: 'The link.' }) input: LinkIncidentsInput,
    @Ctx() context: Context,
  ) {
    refuseUnlessResponder(context.viewer, 'Working on incidents');
    const id = await context.write((db) => linkIncidents(db, input));
    return { incident: await context.byId(incidents, id) };
  }

  @Mutation(() => UnlinkIncidentsPayload, {
    description: 'Takes back what was said of two incidents. Needs the role RESPONDER for who works on either.',
  })
  async unlinkIncidents(
    @Arg('input', () => UnlinkIncidentsInput, { description: 'The two.' }) input: UnlinkIncidentsInput,
    @Ctx() context: Context,
  ) {
    refuseUnlessResponder(context.viewer, 'Working on incidents');
    const id = await context.write((db) => unlinkIncidents(db, input));
    return { incident: await context.byId(incidents, id) };
  }
}
