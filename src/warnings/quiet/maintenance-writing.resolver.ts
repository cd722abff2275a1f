import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../context';
import { maintenances } from './maintenance.collection';
import { ScheduleMaintenanceInput, ScheduleMaintenancePayload } from './maintenance.input.type';
import { scheduleMaintenance } from './schedule-maintenance';

@Resolver()
export class MaintenanceWritingResolver {
  @Mutation(() => ScheduleMaintenancePayload, {
    description:
      'Tells of planned work, of its new window, or that it is cancelled or done: one notice. The same notice again changes nothing, and neither does an older one.',
  })
  async scheduleMaintenance(
    @Arg('input', () => ScheduleMaintenanceInput, { description: 'The notice.' }) input: ScheduleMaintenanceInput,
    @Ctx() context: Context,
  ) {
    const { id, outcome } = await context.write((db) => scheduleMaintenance(db, input));
    return { maintenance: await context.byId(maintenances, id), outcome };
  }
}
