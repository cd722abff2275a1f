import type { Pool } from 'pg';
import { createPool } from '../../../src/kernel/postgres/database';
import { startHub, type Hub } from '../../support/hub';
import { IncidentDesk, type Incident } from '../../support/incident-desk';
import { underScope } from '../../support/worlds/onlooker/under-scope';

let hub: Hub;
let api: Pool;
let incident: Incident;
const keys: Record<string, string> = {};
beforeAll(async () => {
  hub = await startHub();
  api = createPool(hub.databaseUrl, 'hub_api', { max: 1 });
  for (const organization of ['NMC', 'RC-N', 'RC-S', 'MOH', 'MOH-IT'])
    keys[organization] = await hub.key({ organization, role: 'STEWARD' });
  const owner = new IncidentDesk(hub.as(keys['RC-N']!));
  const opened = await owner.open('RC-N', { tlp: 'AMBER', coworkers: ['RC-S'] });
  const led = await owner.on('updateIncident', opened, { coordinator: 'MOH' });
  incident = await owner.on('handOverIncident', led, { to: 'MOH-IT' });
});
afterAll(async () => {
  await api.end();
  await hub.stop();
});

/** What plain SQL under a key comes to: the rows it changes, or why none; nothing of it is kept. */
const attempt = async (by: string, set: string): Promise<number | string> => {
  const text = `UPDATE hub.incident i SET ${set} WHERE i.id = $1 RETURNING 1`;
  return underScope(api, keys[by]!, (ask) => ask(text, [incident.id.slice(4)])).then(
    (rows) => rows.length,
    (error: Error) => error.message,
  );
};
const idOf = (code: string) => `(SELECT o.id FROM hub.organization o WHERE o.code = '${code}')`;
const refused = 'this of an incident is for its owner';

describe('Postgres itself holds who changes what of an incident:', () => {
  test.each([
    ['the owner', 'RC-N', `title = 'x', tlp = 'CLEAR', coordinator_id = NULL`, 1],
    ['the owner, who can not make anybody own it', 'RC-N', `owner_id = ${idOf('MOH-IT')}`, refused],
    ['a co-worker, steps', 'RC-S', `state = 'IN_PROGRESS', started_at = now()`, 1],
    ['a co-worker, and nothing else', 'RC-S', `title = 'x'`, refused],
    ['a co-worker, and no marking', 'RC-S', `tlp = 'CLEAR'`, refused],
    ['a co-worker, nor who works on it', 'RC-S', `coworker_ids = coworker_ids || ${idOf('MOH-IT')}`, refused],
    ['the coordinator, what it is', 'MOH', `title = 'x', tlp = 'RED', coworker_ids = '{}'`, 1],
    ['the coordinator, no wider marking', 'MOH', `tlp = 'GREEN'`, refused],
    ['the coordinator, no owner', 'MOH', `owner_id = ${idOf('MOH')}`, refused],
    ['the coordinator, no other one', 'MOH', `coordinator_id = ${idOf('RC-S')}`, refused],
    ['who is asked, by taking it', 'MOH-IT', `owner_id = ${idOf('MOH-IT')}, hand_over_to_id = NULL`, 1],
    ['who is asked, for itself alone', 'MOH-IT', `owner_id = ${idOf('RC-S')}, hand_over_to_id = NULL`, refused],
    ['who is asked, and asks nobody else', 'MOH-IT', `hand_over_to_id = ${idOf('RC-S')}`, refused],
    ['who is asked, and changes nothing else', 'MOH-IT', `title = 'x'`, refused],
    ['the national center, by taking up coordination', 'NMC', `coordinator_id = ${idOf('NMC')}`, 1],
    ['the national center, not for others', 'NMC', `coordinator_id = ${idOf('RC-S')}`, refused],
    ['the national center, nor anything else', 'NMC', `state = 'CLOSED'`, refused],
  ])('%s', async (_, by, set, due) => {
    expect(await attempt(by, set)).toBe(due);
  });
});
