import {
  MaintenanceObjectResolver,
  MaintenanceResolver,
  WorkedDevice,
  WorkedInterface,
  WorkedLink,
  WorkedSite,
  WorkedSystem,
} from './maintenance.resolver';
import { MaintenanceWritingResolver } from './maintenance-writing.resolver';
import { SilenceResolver } from './silence.resolver';
import { SilenceWritingResolver } from './silence-writing.resolver';
import {
  MaintainedWarningsResolver,
  QuietTransitionResolver,
  QuietWarningResolver,
  SilencedWarningsResolver,
} from './warning-quiet.resolver';

/** What silences and maintenance add to the API. */
export const quietResolvers: readonly (new () => object)[] = [
  SilenceResolver,
  SilenceWritingResolver,
  SilencedWarningsResolver,
  MaintenanceResolver,
  MaintenanceObjectResolver,
  MaintenanceWritingResolver,
  MaintainedWarningsResolver,
  WorkedSite,
  WorkedDevice,
  WorkedInterface,
  WorkedLink,
  WorkedSystem,
  QuietWarningResolver,
  QuietTransitionResolver,
];
