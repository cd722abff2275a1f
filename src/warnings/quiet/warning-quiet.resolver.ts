import { Resolver } from 'type-graphql';
import { Many, One } from '../../kernel/reading/field-edge';
import { Warning, WarningArgs, WarningConnection, WarningTransition } from '../warning.type';
import { Maintenance } from './maintenance.type';
import { Silence } from './silence.type';
import { maintenanceHolding, silenceOf, warningsMaintained, warningsSilenced } from './warning-quiet.edges';

const unseen = 'null where none does, and for who may not see it';

@Resolver(() => Warning)
export class QuietWarningResolver {
  @One(silenceOf, () => Silence, {
    nullable: true,
    description: `The silence that holds it back, or did when it cleared; ${unseen}.`,
  })
  readonly silence: unknown;

  @One(maintenanceHolding, () => Maintenance, {
    nullable: true,
    description: `The planned work that holds it back, or did when it cleared; ${unseen}.`,
  })
  readonly maintenance: unknown;
}

@Resolver(() => WarningTransition)
export class QuietTransitionResolver {
  @One(silenceOf, () => Silence, { nullable: true, description: `The silence that held it back; ${unseen}.` })
  readonly silence: unknown;

  @One(maintenanceHolding, () => Maintenance, {
    nullable: true,
    description: `The planned work that held it back; ${unseen}.`,
  })
  readonly maintenance: unknown;
}

@Resolver(() => Silence)
export class SilencedWarningsResolver {
  @Many(warningsSilenced, () => WarningConnection, () => WarningArgs, {
    description: 'Warnings that it holds back, and that cleared while it did.',
  })
  readonly warnings: unknown;
}

@Resolver(() => Maintenance)
export class MaintainedWarningsResolver {
  @Many(warningsMaintained, () => WarningConnection, () => WarningArgs, {
    description: 'Warnings that it holds back, and that cleared while it did.',
  })
  readonly warnings: unknown;
}
