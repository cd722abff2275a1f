import { toMany, toOne } from '../../kernel/reading/edges';
import { warnings } from '../warnings.collection';
import { maintenances } from './maintenance.collection';
import { silences } from './silence.collection';

export const silenceOf = toOne('silenceId', silences);
export const maintenanceHolding = toOne('maintenanceId', maintenances);
export const warningsSilenced = toMany('Silence.warnings', warnings, 't.silence_id = p.parent');
export const warningsMaintained = toMany('Maintenance.warnings', warnings, 't.maintenance_id = p.parent');
