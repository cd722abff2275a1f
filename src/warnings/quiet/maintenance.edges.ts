import { organizations } from '../../directory/directory.collection';
import { toMany, toOne } from '../../kernel/reading/edges';
import { maintenanceObjects, maintenances } from './maintenance.collection';

export const maintenanceProvider = toOne('providerId', organizations);
export const maintenanceOf = toOne('maintenanceId', maintenances);
export const objectsOfMaintenance = toMany('Maintenance.objects', maintenanceObjects, 't.maintenance_id = p.parent');
export const subjectMaintenances = toMany(
  'Subject.maintenances',
  maintenances,
  't.id IN (SELECT o.maintenance_id FROM maintenance_object o WHERE o.subject_id = p.parent)',
);
