import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../context';
import { refuseUnlessSteward } from '../../directory/refuse-unless-steward';
import { importPlaybook } from './import-playbook';
import {
  ImportPlaybookInput,
  ImportPlaybookPayload,
  SavePlaybookInput,
  SavePlaybookPayload,
} from './playbook.input.type';
import { playbooks } from './playbooks.collection';
import { savePlaybook } from './save-playbook';

@Resolver()
export class PlaybookWritingResolver {
  @Mutation(() => SavePlaybookPayload, {
    description: 'Makes a playbook, or gives it its content anew. Needs the role STEWARD for its owner.',
  })
  async savePlaybook(
    @Arg('input', () => SavePlaybookInput, { description: 'The playbook.' }) input: SavePlaybookInput,
    @Ctx() context: Context,
  ) {
    refuseUnlessSteward(context.viewer, 'Keeping playbooks');
    const id = await context.write((db) => savePlaybook(db, input, context.now()));
    return { playbook: await context.byId(playbooks, id) };
  }

  @Mutation(() => ImportPlaybookPayload, {
    description:
      'Takes in a playbook of CACAO 2.0, or a later version of one: the same again changes nothing. Needs the role STEWARD for its owner.',
  })
  async importPlaybook(
    @Arg('input', () => ImportPlaybookInput, { description: 'The playbook.' }) input: ImportPlaybookInput,
    @Ctx() context: Context,
  ) {
    refuseUnlessSteward(context.viewer, 'Keeping playbooks');
    const id = await context.write((db) => importPlaybook(db, input));
    return { playbook: await context.byId(playbooks, id) };
  }
}
