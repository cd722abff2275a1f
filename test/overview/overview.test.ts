import { startHub, type Hub } from '../support/hub';
import type { Viewer } from '../support/viewer';

let hub: Hub;
let national: Viewer;
let regional: Viewer;
let ministry: Viewer;
beforeAll(async () => {
  hub = await startHub();
  [national, regional, ministry] = [hub.as(hub.keys.national), hub.as(hub.keys.regional), hub.as(hub.keys.partner)];
  const north = await hub.site({ owner: 'RC-N', region: 'NORTH' });
  const south = await hub.site({ owner: 'RC-S', region: 'SOUTH', status: 'PLANNED' });
  for (const status of ['ACTIVE', 'ACTIVE', 'OFFLINE', 'RETIRED'])
    await hub.device({ owner: 'RC-N', site: north, status });
  // Stands in the south, and is the northern center's.
  await hub.device({ owner: 'RC-N', site: south });
  await hub.device({ owner: 'RC-S', site: south });
  await hub.device({ owner: 'MOH' });
});
afterAll(() => hub.stop());

interface Row {
  region: { code: string } | null;
  status: string | null;
  severity: string | null;
  count: number;
}
const document = `query Overview($by: OverviewGrouping!) { overview(by: $by) { region { code } status severity count } }`;
/** `NORTH ACTIVE 2`, in the order of the answer. */
const told = async (viewer: Viewer, by: string): Promise<string[]> => {
  const { overview } = await viewer.data<{ overview: Row[] }>(document, { by });
  return overview.map(({ region, status, severity, count }) =>
    [region?.code ?? '-', status, severity, count].filter((part) => part !== null).join(' '),
  );
};

const opening = `mutation Open($input: OpenIncidentInput!) { openIncident(input: $input) { incident { id } } }`;
async function openIncident(owner: string, severity: string, tlp: string, given: object = {}): Promise<string> {
  const classification = { class: 'availability', type: 'outage' };
  const input = { owner, title: `${severity} ${tlp}`, severity, tlp, classification, ...given };
  const steward = await hub.stewardOf(owner);
  const { openIncident: opened } = await steward.data<{ openIncident: { incident: { id: string } } }>(opening, {
    input,
  });
  return opened.incident.id;
}

describe('Devices and sites by region and status', () => {
  test('are those that each viewer sees, in the order of names and of a life, what lies nowhere last', async () => {
    expect(await told(national, 'DEVICES_BY_REGION_AND_STATUS')).toEqual([
      ...['NORTH ACTIVE 2', 'NORTH OFFLINE 1', 'NORTH RETIRED 1'],
      'SOUTH ACTIVE 2',
    ]);
    expect(await told(regional, 'DEVICES_BY_REGION_AND_STATUS')).toEqual([
      ...['NORTH ACTIVE 2', 'NORTH OFFLINE 1', 'NORTH RETIRED 1'],
      'SOUTH ACTIVE 1',
    ]);
    expect(await told(ministry, 'DEVICES_BY_REGION_AND_STATUS')).toEqual(['- ACTIVE 1']);
    expect(await told(national, 'SITES_BY_REGION_AND_STATUS')).toEqual(['NORTH ACTIVE 1', 'SOUTH PLANNED 1']);
    expect(await told(ministry, 'SITES_BY_REGION_AND_STATUS')).toEqual([]);
  });

  test('with what an agreement shows, in its regions and what lies within them, as long as it is in force', async () => {
    const south = await hub.agreement({ provider: 'RC-N', consumer: 'MOH', region: 'SOUTH' });
    expect(await told(ministry, 'DEVICES_BY_REGION_AND_STATUS')).toEqual(['SOUTH ACTIVE 1', '- ACTIVE 1']);
    await hub.revoke(south, 'MOH');
    const country = await hub.agreement({ provider: 'NMC', consumer: 'MOH', region: 'VN', withDescendants: true });
    expect(await told(ministry, 'DEVICES_BY_REGION_AND_STATUS')).toEqual([
      ...['NORTH ACTIVE 2', 'NORTH OFFLINE 1', 'NORTH RETIRED 1'],
      ...['SOUTH ACTIVE 2', '- ACTIVE 1'],
    ]);
    await hub.revoke(country, 'MOH');
    expect(await told(ministry, 'DEVICES_BY_REGION_AND_STATUS')).toEqual(['- ACTIVE 1']);
  });
});

describe('Open incidents', () => {
  const bySeverity = 'OPEN_INCIDENTS_BY_SEVERITY';

  test('are counted by severity for who sees them: by ancestry, community, agreement, or because they are named', async () => {
    await openIncident('RC-N', 'MINOR', 'AMBER');
    await openIncident('RC-N', 'CRITICAL', 'AMBER');
    await openIncident('RC-N', 'MAJOR', 'RED');
    const named = await openIncident('RC-S', 'INFO', 'RED', { coworkers: ['MOH'] });
    await openIncident('RC-S', 'CRITICAL', 'GREEN');
    const over = await openIncident('RC-S', 'CRITICAL', 'CLEAR');

    expect(await told(national, bySeverity)).toEqual(['- MINOR 1', '- CRITICAL 3']);
    expect(await told(regional, bySeverity)).toEqual(['- MINOR 1', '- MAJOR 1', '- CRITICAL 3']);
    expect(await told(ministry, bySeverity)).toEqual(['- INFO 1', '- CRITICAL 1']);

    const grant = { provider: 'RC-N', consumer: 'MOH', datasets: ['INCIDENTS'], leastSeverity: 'MAJOR' };
    const id = await hub.agreement(grant);
    expect(await told(ministry, bySeverity)).toEqual(['- INFO 1', '- CRITICAL 2']);
    await hub.revoke(id, 'MOH');

    await hub.sql(`UPDATE incident SET state = 'RESOLVED' WHERE id = $1`, [over.slice(4)]);
    await hub.sql(`UPDATE incident SET coworker_ids = '{}' WHERE id = $1`, [named.slice(4)]);
    expect(await told(ministry, bySeverity)).toEqual([]);
    expect(await told(national, bySeverity)).toEqual(['- MINOR 1', '- CRITICAL 2']);
    await hub.sql(`UPDATE incident SET state = 'IN_PROGRESS' WHERE id = $1`, [over.slice(4)]);
    expect(await told(ministry, bySeverity)).toEqual(['- CRITICAL 1']);
  });

  test('by region too', async () => {
    expect(await told(national, 'OPEN_INCIDENTS_BY_REGION_AND_SEVERITY')).toEqual([
      ...['NORTH MINOR 1', 'NORTH CRITICAL 1'],
      'SOUTH CRITICAL 2',
    ]);
  });
});

test('An overview takes one statement, the names of its regions among what it reads', async () => {
  const groupings = ['DEVICES', 'SITES', 'OPEN_INCIDENTS'].map(
    (what) => `${what}_BY_REGION_AND_${what === 'OPEN_INCIDENTS' ? 'SEVERITY' : 'STATUS'}`,
  );
  const all = [...groupings, 'OPEN_INCIDENTS_BY_SEVERITY'].map((by) => `${by}: overview(by: ${by}) { count }`);
  const { extensions } = await national.query(`{ ${all.join(' ')} }`);
  expect(hub.statements).toHaveLength(1 + 4);
  expect(extensions['cost']).toMatchObject({ actual: 1 + 4 + 2 + 3 + 2 });
  const { extensions: withRegions } = await national.query(document, { by: 'DEVICES_BY_REGION_AND_STATUS' });
  expect(hub.statements).toHaveLength(1 + 1);
  expect(withRegions['cost']).toMatchObject({ actual: 1 + 4 + 4 });
});
