import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { LifecycleStatusEnum } from '../inventory/inventory-record.type';
import type { LifecycleStatus } from '../inventory/inventory-record.values';
import { enumOf } from '../kernel/enum';
import { SeverityEnum } from '../sharing/sharing.type';
import type { Severity } from '../sharing/sharing.values';
import type { WarningState } from '../warnings/life/warning-life.values';
import { WarningStateEnum } from '../warnings/warning.type';
import { overviewGroupings, type OverviewGrouping } from './overview.values';

export const OverviewGroupingEnum = enumOf<OverviewGrouping>(overviewGroupings);
registerEnumType(OverviewGroupingEnum, {
  name: 'OverviewGrouping',
  description: 'What an overview counts, and what of it is counted together.',
  valuesConfig: {
    DEVICES_BY_REGION_AND_STATUS: { description: 'Devices: a row for each status in each region.' },
    SITES_BY_REGION_AND_STATUS: { description: 'Sites: a row for each status in each region.' },
    OPEN_INCIDENTS_BY_SEVERITY: { description: 'Incidents neither RESOLVED nor CLOSED: a row for each severity.' },
    OPEN_INCIDENTS_BY_REGION_AND_SEVERITY: {
      description: 'Incidents neither RESOLVED nor CLOSED: a row for each severity in each region.',
    },
    OPEN_WARNINGS_BY_STATE: { description: 'Warnings that have not cleared: a row for each state.' },
    OPEN_WARNINGS_BY_REGION_AND_STATE: {
      description: 'Warnings that have not cleared: a row for each state in each region.',
    },
    OPEN_WARNINGS_BY_REGION_AND_SEVERITY: {
      description: 'Warnings that have not cleared: a row for each severity in each region.',
    },
  },
});

@ObjectType({
  description: 'How many of the records that the viewer sees have the values of this row.',
  simpleResolvers: true,
})
export class OverviewRow {
  @Field(() => LifecycleStatusEnum, { nullable: true, description: 'Their status, where the grouping has one.' })
  status: LifecycleStatus | null;

  @Field(() => SeverityEnum, { nullable: true, description: 'Their severity, where the grouping has one.' })
  severity: Severity | null;

  @Field(() => WarningStateEnum, {
    nullable: true,
    description: 'Their state, of warnings, where the grouping has one.',
  })
  warningState: WarningState | null;

  @Field(() => Int, { description: 'How many they are; a row of none is not there.' })
  count: number;
}
