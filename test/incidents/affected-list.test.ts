import { Client } from 'pg';
import { connectionConfig } from '../../src/kernel/postgres/database';
import { startHub, type Hub } from '../support/hub';

let hub: Hub;
let incident: string;
let devices: string[];
beforeAll(async () => {
  hub = await startHub();
  const input = {
    ...{ owner: 'RC-N', source: 'alarms', title: 'Đứt cáp', severity: 'MAJOR', tlp: 'AMBER' },
    classification: { class: 'availability', type: 'outage' },
  };
  const opening = 'mutation Open($input: OpenIncidentInput!) { openIncident(input: $input) { incident { id } } }';
  const { openIncident: opened } = await (
    await hub.stewardOf('RC-N')
  ).data<{ openIncident: { incident: { id: string } } }>(opening, { input });
  incident = opened.incident.id.slice(4);
  const made = await Promise.all(['a', 'b', 'c'].map(() => hub.device({ owner: 'RC-N' })));
  devices = made.map(({ id }) => id.slice(4)).sort();
});
afterAll(() => hub.stop());
beforeEach(() => hub.sql('DELETE FROM incident_subject'));

type Sql = (text: string, values: unknown[]) => Promise<unknown>;
const affect = (device: string, sql: Sql = hub.sql) =>
  sql('INSERT INTO incident_subject (incident_id, device_id) VALUES ($1, $2)', [incident, device]);
const spare = (device: string, sql: Sql = hub.sql) =>
  sql('DELETE FROM incident_subject WHERE incident_id = $1 AND device_id = $2', [incident, device]);

interface Listing {
  listed: string[];
  /** What it would be, made anew. */
  due: string[];
  told: string;
}
const look = async (): Promise<Listing> => {
  const [found] = await hub.sql<Listing>(
    `SELECT i.affected_ids AS listed, to_jsonb(i) ->> 'version' || ' ' || i.updated_at || ' ' ||
            (SELECT count(*) FROM private.change c WHERE c.record_id = i.id) AS told,
            ARRAY(SELECT CASE WHEN s.device_id IS NULL THEN 'org_' ELSE 'dev_' END || s.subject_id
                    FROM incident_subject s WHERE s.incident_id = i.id ORDER BY s.subject_id) AS due
       FROM incident i WHERE i.id = $1`,
    [incident],
  );
  return found!;
};

test('An incident lists what it affects, whichever road that comes by, and has not changed by it', async () => {
  const before = await look();
  const [first, second, third] = devices as [string, string, string];
  await affect(third);
  await affect(first);
  expect((await look()).listed).toEqual([`dev_${first}`, `dev_${third}`]);
  await hub.sql('UPDATE incident_subject SET device_id = $2 WHERE device_id = $1', [third, second]);
  await hub.sql('INSERT INTO incident_subject (incident_id, organization_id) SELECT $1, o.id FROM organization o', [
    incident,
  ]);
  await spare(first);
  const after = await look();
  expect(after.listed).toContain(`dev_${second}`);
  expect(after.listed).toEqual(after.due);
  expect(after.told).toBe(before.told);
});

test('What is written over the list does not stay', async () => {
  await affect(devices[0]!);
  await hub.sql(`UPDATE incident SET affected_ids = '{dev_x}' WHERE id = $1`, [incident]);
  expect((await look()).listed).toEqual([`dev_${devices[0]}`]);
});

/** Two writers of plain SQL: the second waits for the first, which ends then. */
async function inTurn(first: (sql: Sql) => Promise<unknown>, second: (sql: Sql) => Promise<unknown>): Promise<void> {
  const [one, other] = await Promise.all([openWriter(), openWriter()]);
  try {
    await first(one.sql);
    const waiting = second(other.sql);
    while (!(await isWaiting(other.pid))) await new Promise(setImmediate);
    await one.sql('COMMIT', []);
    await waiting;
    await other.sql('COMMIT', []);
  } finally {
    await Promise.all([one.end(), other.end()]);
  }
}

async function openWriter(): Promise<{ sql: Sql; pid: number; end: () => Promise<void> }> {
  const client = new Client(connectionConfig(hub.databaseUrl, 'hub_owner'));
  await client.connect();
  await client.query('BEGIN; SET LOCAL search_path = hub');
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return { sql: (text, values) => client.query(text, values), pid: rows[0]!.pid, end: () => client.end() };
}

const isWaiting = async (pid: number): Promise<boolean> =>
  (await hub.sql('SELECT FROM pg_locks l WHERE l.pid = $1 AND NOT l.granted', [pid])).length > 0;

test.each<[string, (sql: Sql) => Promise<unknown>, (sql: Sql) => Promise<unknown>]>([
  ['both add', (sql) => affect(devices[1]!, sql), (sql) => affect(devices[2]!, sql)],
  ['one adds, one takes away', (sql) => affect(devices[1]!, sql), (sql) => spare(devices[0]!, sql)],
  ['one takes away, one adds', (sql) => spare(devices[0]!, sql), (sql) => affect(devices[1]!, sql)],
  [
    'one writes the incident, one adds',
    (sql) => sql(`UPDATE incident SET title = 'x' WHERE id = $1`, [incident]),
    (sql) => affect(devices[1]!, sql),
  ],
  [
    'one adds, one writes the incident',
    (sql) => affect(devices[1]!, sql),
    (sql) => sql(`UPDATE incident SET title = 'y' WHERE id = $1`, [incident]),
  ],
])('Of two at once nothing is lost: %s', async (_what, first, second) => {
  await affect(devices[0]!);
  await inTurn(first, second);
  const { listed, due } = await look();
  expect(listed).toEqual(due);
});
