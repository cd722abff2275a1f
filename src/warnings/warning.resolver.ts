import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../context';
import { ownerOf, regionOf } from '../directory/directory.edges';
import { Organization, Region } from '../directory/directory.type';
import { Prefix } from '../inventory/address-plan/address-plan.type';
import { ById } from '../kernel/history/by-id';
import { List, Many, Needs, One } from '../kernel/reading/field-edge';
import { seriesOf } from '../monitoring/monitoring.edges';
import { Series, Subject } from '../monitoring/monitoring.type';
import { subjectOf } from '../monitoring/subject';
import { SeverityEnum } from '../sharing/sharing.type';
import type { WarningTransitionRow } from './warning-transition.entity';
import type { WarningRow } from './warning.entity';
import {
  Warning,
  WarningArgs,
  WarningConnection,
  WarningStateEnum,
  WarningTransition,
  WarningTransitionArgs,
  WarningTransitionConnection,
} from './warning.type';
import { warnings } from './warnings.collection';
import { causeOf, effectsOf, transitionsOf, transitionWarning, warningPrefix, warningWriter } from './warnings.edges';

@Resolver(() => Warning)
export class WarningResolver {
  @List(warnings, () => WarningConnection, () => WarningArgs, {
    description: 'Warnings that the viewer sees; with filter: { isCleared: { eq: false } } those that are open.',
  })
  readonly warnings: unknown;

  @ById(
    warnings,
    () => Warning,
    'A warning by its id, as it stands or as it was; null where there is none for this viewer.',
  )
  readonly warning: unknown;

  @One(ownerOf, () => Organization, { description: 'Whose warning it is: who owns what it speaks of.' })
  readonly owner: unknown;

  @One(warningWriter, () => Organization, { description: 'In whose name it was raised.' })
  readonly writer: unknown;

  @One(regionOf, () => Region, { nullable: true, description: 'The region of what it speaks of.' })
  readonly region: unknown;

  @One(seriesOf, () => Series, {
    nullable: true,
    description: 'The series that it was seen in, where the viewer sees it.',
  })
  readonly series: unknown;

  @Needs('organizationId', 'siteId', 'deviceId', 'interfaceId', 'linkId', 'systemId')
  @FieldResolver(() => Subject, {
    nullable: true,
    description: 'What it speaks of; null where that is not known, and where the viewer may not see it.',
  })
  subject(@Root() row: WarningRow, @Ctx() context: Context) {
    const subject = subjectOf(row);
    return subject && context.byId(subject.collection, subject.uuid);
  }

  @One(warningPrefix, () => Prefix, {
    nullable: true,
    description: 'The most specific prefix of its address, where no object has the address.',
  })
  readonly prefix: unknown;

  @One(causeOf, () => Warning, {
    nullable: true,
    description:
      'The warning whose cause this one shares, by topology: what it hangs behind. It holds this one back while it is SUPPRESSED.',
  })
  readonly causedBy: unknown;

  @Many(effectsOf, () => WarningConnection, () => WarningArgs, {
    description: 'Warnings that this one causes, by topology, and caused those that have cleared meanwhile.',
  })
  readonly effects: unknown;

  @Many(transitionsOf, () => WarningTransitionConnection, () => WarningTransitionArgs, {
    description: 'All that became of it, the first first.',
  })
  readonly transitions: unknown;
}

@Resolver(() => WarningTransition)
export class WarningTransitionResolver {
  @One(transitionWarning, () => Warning, { nullable: true, description: 'The warning.' })
  readonly warning: unknown;

  @Needs('fromState')
  @FieldResolver(() => WarningStateEnum, { nullable: true, description: 'How it stood before; null of its beginning.' })
  from(@Root() { fromState }: WarningTransitionRow) {
    return fromState;
  }

  @Needs('toState')
  @FieldResolver(() => WarningStateEnum, { description: 'How it stood from then on.' })
  to(@Root() { toState }: WarningTransitionRow) {
    return toState;
  }

  @Needs('severityThen')
  @FieldResolver(() => SeverityEnum, { description: 'How bad it was then.' })
  severity(@Root() { severityThen }: WarningTransitionRow) {
    return severityThen;
  }

  @One(causeOf, () => Warning, { nullable: true, description: 'The warning that held it back from then on.' })
  readonly causedBy: unknown;
}
