import { organizations } from '../../directory/directory.collection';
import { toMany } from '../../kernel/reading/edges';

export const silencedOrganizations = toMany(
  'Silence.quiets',
  organizations,
  't.id IN (SELECT unnest(s.quiets_ids) FROM silence s WHERE s.id = p.parent)',
);
