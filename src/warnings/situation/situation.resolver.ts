import { ArgsType, Field, Resolver } from 'type-graphql';
import { regionOf } from '../../directory/directory.edges';
import { Region } from '../../directory/directory.type';
import { One, Rows } from '../../kernel/reading/field-edge';
import { Warning } from '../warning.type';
import { causeOfGroup, warningSituation } from './situation.edges';
import { WarningSituationGroupingEnum, WarningSituationRow } from './situation.type';
import type { SituationGrouping } from './situation.values';

@ArgsType()
class WarningSituationArgs {
  @Field(() => WarningSituationGroupingEnum, { description: 'Which of them are counted together.' })
  by: SituationGrouping;
}

@Resolver(() => WarningSituationRow)
export class WarningSituationResolver {
  @Rows(
    warningSituation,
    () => WarningSituationRow,
    { description: 'How it stands: the open warnings that the viewer sees, by region, sector, level, cause or age.' },
    () => WarningSituationArgs,
  )
  readonly warningSituation: unknown;

  @One(regionOf, () => Region, { nullable: true, description: 'Their region, by REGION; null for what lies in none.' })
  readonly region: unknown;

  @One(causeOfGroup, () => Warning, {
    nullable: true,
    description: 'What causes them, itself counted, by CAUSE: the first that the viewer sees of the way to it.',
  })
  readonly cause: unknown;
}
