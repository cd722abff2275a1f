import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../context';
import { refuseUnlessResponder } from '../../directory/refuse-unless-responder';
import { endSilence, saveSilence } from './save-silence';
import { silences } from './silence.collection';
import { EndSilenceInput, EndSilencePayload, SaveSilenceInput, SaveSilencePayload } from './silence.input.type';

@Resolver()
export class SilenceWritingResolver {
  @Mutation(() => SaveSilencePayload, {
    description: 'Sets a silence, or gives it its terms anew. Needs the role RESPONDER for all that it quiets.',
  })
  async saveSilence(
    @Arg('input', () => SaveSilenceInput, { description: 'The silence.' }) input: SaveSilenceInput,
    @Ctx() context: Context,
  ) {
    refuseUnlessResponder(context.viewer, 'Setting a silence');
    const id = await context.write((db) => saveSilence(db, input, context.now()));
    return { silence: await context.byId(silences, id) };
  }

  @Mutation(() => EndSilencePayload, {
    description: 'Ends a silence now: what it held back and still fires is raised. Needs the role RESPONDER.',
  })
  async endSilence(
    @Arg('input', () => EndSilenceInput, { description: 'The silence.' }) input: EndSilenceInput,
    @Ctx() context: Context,
  ) {
    refuseUnlessResponder(context.viewer, 'Ending a silence');
    const id = await context.write((db) => endSilence(db, input.id, context.now()));
    return { silence: await context.byId(silences, id) };
  }
}
