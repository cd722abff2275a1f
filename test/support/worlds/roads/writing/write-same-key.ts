import type { Hub } from '../../../hub';
import type { Onlooker } from '../../onlooker/onlooker';
import { outcomeOf } from '../../onlooker/outcome';
import type { Incident } from '../../world/incident-model';
import type { Device } from '../../world/inventory-model';
import { upsert, content } from './mutations';

const copies = {
  Device: upsert('Devices', { role: 'POWER' })[0],
  Incident: upsert('Incidents', content)[0],
};

/** A record whose key another owner has too is made for the writer; the other's stays as it is. */
export async function writeSameKey(hub: Hub, onlooker: Onlooker, foreign: Device | Incident): Promise<void> {
  const table = foreign.type.toLowerCase();
  const row = () => hub.sql(`SELECT to_jsonb(t) AS row FROM ${table} t WHERE t.id = $1`, [foreign.id]);
  const rest = foreign.type === 'Device' ? { role: 'POWER' } : content;
  const record = { externalId: foreign.externalId, ...rest };
  const input = { owner: onlooker.organization.code, source: foreign.source, records: [record] };
  const before = await row();
  const { data } = await outcomeOf(hub, onlooker, copies[foreign.type], { input });
  onlooker.agree(`the key of ${foreign.type} ${foreign.id}`, data, { written: { created: 1, refused: [] } });
  onlooker.agree(`${foreign.type} ${foreign.id} of another`, await row(), before);
}
