import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../context';
import { refuseUnlessResponder } from '../../directory/refuse-unless-responder';
import { incidents } from '../incidents.collection';
import { answerHandOver, handOverIncident } from './hand-over-incident';
import {
  AnswerHandOverInput,
  AnswerHandOverPayload,
  HandOverIncidentInput,
  HandOverIncidentPayload,
  TransitionIncidentInput,
  TransitionIncidentPayload,
} from './life.input.type';
import { transitionIncident } from './transition-incident';
import { updateIncident } from './update-incident';
import { UpdateIncidentInput, UpdateIncidentPayload } from './update.input.type';

@Resolver()
export class IncidentLifeResolver {
  @Mutation(() => TransitionIncidentPayload, {
    description:
      'Brings an incident to another state, which its timeline tells. Needs the role RESPONDER, to reopen a CLOSED one STEWARD, for its owner or its coordinator; what lies between TRIAGED and RESOLVED co-workers do too.',
  })
  async transitionIncident(
    @Arg('input', () => TransitionIncidentInput, { description: 'The step.' }) input: TransitionIncidentInput,
    @Ctx() context: Context,
  ) {
    refuseUnlessResponder(context.viewer, 'Working on incidents');
    const id = await context.write((db) => transitionIncident(db, input, context.viewer, context.now()));
    return { incident: await context.byId(incidents, id) };
  }

  @Mutation(() => UpdateIncidentPayload, {
    description:
      'Changes what is said of an incident, and who works on it. Needs the role RESPONDER for its owner or its coordinator.',
  })
  async updateIncident(
    @Arg('input', () => UpdateIncidentInput, { description: 'What is said.' }) input: UpdateIncidentInput,
    @Ctx() context: Context,
  ) {
    refuseUnlessResponder(context.viewer, 'Working on incidents');
    const id = await context.write((db) => updateIncident(db, input, context.viewer, context.now()));
    return { incident: await context.byId(incidents, id) };
  }

  @Mutation(() => HandOverIncidentPayload, {
    description:
      'Offers an incident to another organization, or hands it over where the key writes for both. Needs the role RESPONDER for its owner.',
  })
  async handOverIncident(
    @Arg('input', () => HandOverIncidentInput, { description: 'To whom.' }) input: HandOverIncidentInput,
    @Ctx() context: Context,
  ) {
    refuseUnlessResponder(context.viewer, 'Working on incidents');
    const id = await context.write((db) => handOverIncident(db, input, context.viewer, context.now()));
    return { incident: await context.byId(incidents, id) };
  }

  @Mutation(() => AnswerHandOverPayload, {
    description:
      'Takes over an incident that is offered, or does not. Needs the role RESPONDER for the organization that is asked.',
  })
  async answerHandOver(
    @Arg('input', () => AnswerHandOverInput, { description: 'The answer.' }) input: AnswerHandOverInput,
    @Ctx() context: Context,
  ) {
    refuseUnlessResponder(context.viewer, 'Working on incidents');
    const id = await context.write((db) => answerHandOver(db, input, context.viewer, context.now()));
    return { incident: await context.byId(incidents, id) };
  }
}
