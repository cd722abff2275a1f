import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../context';
import { refuseUnlessResponder } from '../../directory/refuse-unless-responder';
import { removeWarningRule, saveWarningRule } from './save-warning-rule';
import {
  RemoveWarningRuleInput,
  RemoveWarningRulePayload,
  SaveWarningRuleInput,
  SaveWarningRulePayload,
} from './warning-rule.input.type';
import { warningRules } from './warning-rules.collection';

@Resolver()
export class WarningRuleWritingResolver {
  @Mutation(() => SaveWarningRulePayload, {
    description:
      'Makes a rule that raises warnings, or gives it its terms anew: it looks within seconds, at samples of before as far as its terms reach back. Needs the role RESPONDER for its owner. Errors: BAD_USER_INPUT of terms that do not fit, and of more than 250,000 series.',
  })
  async saveWarningRule(
    @Arg('input', () => SaveWarningRuleInput, { description: 'The rule.' }) input: SaveWarningRuleInput,
    @Ctx() context: Context,
  ) {
    refuseUnlessResponder(context.viewer, 'Keeping warning rules');
    const { id, selection } = await context.write((db) => saveWarningRule(db, input));
    return { warningRule: await context.byId(warningRules, id), selection };
  }

  @Mutation(() => RemoveWarningRulePayload, {
    description: 'Removes a rule; what it has raised clears within seconds. Needs the role RESPONDER for its owner.',
  })
  async removeWarningRule(
    @Arg('input', () => RemoveWarningRuleInput, { description: 'The rule.' }) input: RemoveWarningRuleInput,
    @Ctx() context: Context,
  ) {
    refuseUnlessResponder(context.viewer, 'Keeping warning rules');
    const id = await context.write((db) => removeWarningRule(db, input.id));
    return { warningRule: await context.byId(warningRules, id) };
  }
}
