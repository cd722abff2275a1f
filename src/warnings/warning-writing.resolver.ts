import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../context';
import { refuseUnlessResponder } from '../directory/refuse-unless-responder';
import { acknowledgeWarning } from './acknowledge-warning';
import { clearWarning } from './clear-warning';
import { raiseWarning } from './raise-warning';
import {
  AcknowledgeWarningInput,
  AcknowledgeWarningPayload,
  ClearWarningInput,
  ClearWarningPayload,
  RaiseWarningInput,
  RaiseWarningPayload,
} from './warning.input.type';
import { warnings } from './warnings.collection';

@Resolver()
export class WarningWritingResolver {
  @Mutation(() => RaiseWarningPayload, {
    description:
      'Raises a warning, or says of one that stands that it does still. The same call again changes nothing.',
  })
  async raiseWarning(
    @Arg('input', () => RaiseWarningInput, { description: 'The warning.' }) input: RaiseWarningInput,
    @Ctx() context: Context,
  ) {
    const id = await context.write((db) => raiseWarning(db, input, context.now()));
    return { warning: await context.byId(warnings, id) };
  }

  @Mutation(() => ClearWarningPayload, {
    description:
      'Says that what a warning speaks of is over. For the side that raised it; what is over stays as it is.',
  })
  async clearWarning(
    @Arg('input', () => ClearWarningInput, { description: 'The warning.' }) input: ClearWarningInput,
    @Ctx() context: Context,
  ) {
    const id = await context.write((db) => clearWarning(db, input, context.viewer, context.now()));
    return { warning: id && (await context.byId(warnings, id)) };
  }

  @Mutation(() => AcknowledgeWarningPayload, {
    description:
      'Takes a warning on, for its owner or who raised it. Needs the role RESPONDER; history tells which desk it was.',
  })
  async acknowledgeWarning(
    @Arg('input', () => AcknowledgeWarningInput, { description: 'The warning.' }) input: AcknowledgeWarningInput,
    @Ctx() context: Context,
  ) {
    refuseUnlessResponder(context.viewer, 'Taking on warnings');
    const id = await context.write((db) => acknowledgeWarning(db, input, context.viewer, context.now()));
    return { warning: await context.byId(warnings, id) };
  }
}
