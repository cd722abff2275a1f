import { FieldResolver, Resolver, Root } from 'type-graphql';
import { List, Many, Needs, One } from '../../kernel/reading/field-edge';
import { ownerOf } from '../../directory/directory.edges';
import { Organization, OrganizationArgs, OrganizationConnection } from '../../directory/directory.type';
import { Series, SeriesArgs, SeriesConnection } from '../monitoring.type';
import { bindingRules } from './binding-rule.collection';
import { bindingRuleOf, inventoryOf, seriesBoundBy } from './binding-rule.edges';
import type { BindingRuleRow } from './binding-rule.entity';
import {
  BindingRule,
  BindingRuleArgs,
  BindingRuleConnection,
  LabelConditionType,
  LabelTextType,
} from './binding-rule.type';

@Resolver(() => BindingRule)
export class BindingRuleResolver {
  @List(bindingRules, () => BindingRuleConnection, () => BindingRuleArgs, {
    description: "Rules that bind series of the viewer's organization and of those below it.",
  })
  readonly bindingRules: unknown;

  @One(ownerOf, () => Organization, { description: 'The organization whose series it binds.' })
  readonly owner: unknown;

  @Needs('conditions')
  @FieldResolver(() => [LabelConditionType], { description: 'What labels must hold.' })
  conditions(@Root() { conditions }: BindingRuleRow) {
    return conditions;
  }

  @Needs('key')
  @FieldResolver(() => LabelTextType, { description: 'The name, code, external id or address that it looks for.' })
  key(@Root() { key }: BindingRuleRow) {
    return key;
  }

  @Needs('interfaceName')
  @FieldResolver(() => LabelTextType, {
    nullable: true,
    description: 'The name of the interface, on the device that the key finds.',
  })
  interfaceName(@Root() { interfaceName }: BindingRuleRow) {
    return interfaceName;
  }

  @Many(inventoryOf, () => OrganizationConnection, () => OrganizationArgs, {
    description: 'Organizations among whose objects it looks.',
  })
  readonly inventoryOf: unknown;

  @Many(seriesBoundBy, () => SeriesConnection, () => SeriesArgs, { description: 'Series that it has bound.' })
  readonly series: unknown;
}

/** What binding adds to a series. */
@Resolver(() => Series)
export class BoundSeriesResolver {
  @One(bindingRuleOf, () => BindingRule, {
    nullable: true,
    description:
      'The rule that bound it; null where its sender said itself what it measures, where it is not bound, and for who may not see the rule.',
  })
  readonly bindingRule: unknown;
}
