import { toMany } from '../../kernel/reading/edges';
import { playbooks } from './playbooks.collection';

/** Plans for the class of an incident or the very type of it, as both stand. */
export const fittingPlaybooks = toMany(
  'Incident.fittingPlaybooks',
  playbooks,
  `EXISTS (SELECT FROM incident i WHERE i.id = p.parent AND t.fits && ARRAY[i.class, i.class || '/' || i.type])`,
);
