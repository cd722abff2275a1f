import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../context';
import { refuseUnlessSteward } from '../../directory/refuse-unless-steward';
import { bindingRules } from './binding-rule.collection';
import {
  RemoveBindingRuleInput,
  RemoveBindingRulePayload,
  SaveBindingRuleInput,
  SaveBindingRulePayload,
} from './binding-rule.input.type';
import { removeBindingRule, saveBindingRule } from './save-binding-rule';

@Resolver()
export class BindingRuleWritingResolver {
  @Mutation(() => SaveBindingRulePayload, {
    description:
      'Makes a rule that binds series, or gives it its terms anew. Needs the role STEWARD for its owner. Series of before, with all their samples, are bound by it within minutes.',
  })
  async saveBindingRule(
    @Arg('input', () => SaveBindingRuleInput, { description: 'The rule.' }) input: SaveBindingRuleInput,
    @Ctx() context: Context,
  ) {
    refuseUnlessSteward(context.viewer, 'Keeping binding rules');
    const id = await context.write((db) => saveBindingRule(db, input));
    return { bindingRule: await context.byId(bindingRules, id) };
  }

  @Mutation(() => RemoveBindingRulePayload, {
    description:
      'Removes a rule; the series that it bound are bound by the others, or no more. Needs the role STEWARD for its owner.',
  })
  async removeBindingRule(
    @Arg('input', () => RemoveBindingRuleInput, { description: 'The rule.' }) input: RemoveBindingRuleInput,
    @Ctx() context: Context,
  ) {
    refuseUnlessSteward(context.viewer, 'Keeping binding rules');
    const id = await context.write((db) => removeBindingRule(db, input.id));
    return { bindingRule: await context.byId(bindingRules, id) };
  }
}
