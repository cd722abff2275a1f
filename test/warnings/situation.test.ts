import { foldCounts } from '../../src/overview/fold-counts';
import { miscounted } from '../overview/miscounted';
import { startHub, type Hub } from '../support/hub';
import type { Made } from '../support/inventory-builders';
import type { Variables, Viewer } from '../support/viewer';
import { acknowledge, clear, raise } from './warning-desk';

let hub: Hub;
let national: Viewer;
let regional: Viewer;
let partner: Viewer;
let cause: string;
const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();
beforeAll(async () => {
  hub = await startHub();
  [national, regional, partner] = [hub.as(hub.keys.national), hub.as(hub.keys.regional), hub.as(hub.keys.partner)];
  const site = await hub.site({ owner: 'RC-N', region: 'NORTH' });
  const core = await hub.device({ owner: 'RC-N', site });
  const edge = await hub.device({ owner: 'RC-S' });
  const port = await hub.interface({ device: edge });
  await hub.system({ owner: 'NMC', sector: 'Y tế', level: 4, devices: [core] });
  await hub.system({ owner: 'NMC', sector: 'Ngân hàng', level: 3, devices: [core, edge] });
  const say = (externalId: string, subject: Variables, given: Variables = {}) =>
    raise(national, { source: 'noc', externalId, subject, ...given });
  const of = (kind: string, { id }: Made) => ({ [kind]: { id } });
  cause = (await say('core', of('device', core), { severity: 'CRITICAL', at: hoursAgo(30) })).id;
  await say('site', of('site', site), { severity: 'MAJOR', at: hoursAgo(2) });
  const behind = await say('port', of('interface', port), { severity: 'MINOR' });
  const far = await say('far', { organization: 'NMC' }, { severity: 'INFO', at: hoursAgo(200) });
  const hold = `UPDATE warning SET state = 'SUPPRESSED', suppressed_at = now(), caused_by_id = $2 WHERE id = $1`;
  await hub.sql(hold, [behind.id.slice(4), cause.slice(4)]);
  await hub.sql(hold, [far.id.slice(4), behind.id.slice(4)]);
  await acknowledge(national, { id: (await say('taken', { organization: 'NMC' })).id });
  await say('over', of('device', core));
  await clear(national, { source: 'noc', externalId: 'over' });
});
afterAll(() => hub.stop());

interface Row {
  region: { code: string } | null;
  cause: { id: string } | null;
  [column: string]: unknown;
}
const document = `query($by: WarningSituationGrouping!) { warningSituation(by: $by) {
  region { code } sector level cause { id } age count raised acknowledged suppressed info minor major critical oldestRaisedAt } }`;
const situation = async (viewer: Viewer, by: string): Promise<Row[]> =>
  (await viewer.data<{ warningSituation: Row[] }>(document, { by })).warningSituation;
const told = async (viewer: Viewer, by: string, column: string): Promise<string[]> =>
  (await situation(viewer, by)).map((row) => {
    const name = column === 'region' ? row.region?.code : column === 'cause' ? row.cause?.id : row[column];
    return `${String(name ?? '-')} ${String(row['count'])}`;
  });

test('Open warnings stand by region, sector, level and age, as each viewer sees them', async () => {
  expect(await told(national, 'REGION', 'region')).toEqual(['NORTH 2', 'SOUTH 1', 'VN 2']);
  expect(await told(regional, 'REGION', 'region')).toEqual(['NORTH 2']);
  expect(await told(partner, 'REGION', 'region')).toEqual([]);
  expect(await told(national, 'SECTOR', 'sector')).toEqual(['Ngân hàng 1', 'Y tế 2', '- 2']);
  expect(await told(national, 'LEVEL', 'level')).toEqual(['4 2', '3 1', '- 2']);
  // What a viewer does not see of systems says nothing of sector and level.
  expect(await told(regional, 'LEVEL', 'level')).toEqual(['- 2']);
  expect(await told(national, 'AGE', 'age')).toEqual([
    ...['UNDER_AN_HOUR 2', 'UNDER_A_DAY 1', 'UNDER_A_WEEK 1', 'OLDER 1'],
  ]);
});

test('By cause each stands with all that hangs behind it, as far as the viewer sees the way to it', async () => {
  const [first, ...others] = await situation(national, 'CAUSE');
  expect(first).toMatchObject({ cause: { id: cause }, count: 3, raised: 1, suppressed: 2 });
  expect(first).toMatchObject({ info: 1, minor: 1, major: 0, critical: 1, acknowledged: 0 });
  expect(others.map(({ count }) => count)).toEqual([1, 1]);
  const south = hub.as(await hub.key({ organization: 'RC-S' }));
  const [behind, ...more] = await situation(south, 'CAUSE');
  expect([behind!['count'], behind!.cause?.id === cause, more]).toEqual([1, false, []]);
});

test('The overview counts them by state and severity, from counters that are right before and after folding', async () => {
  const overview = async (viewer: Viewer, by: string) => {
    const { rows } = await viewer.data<{ rows: Variables[] }>(
      `query($by: OverviewGrouping!) { rows: overview(by: $by) { region { code } severity warningState count } }`,
      { by },
    );
    return rows.map((row) => [
      (row['region'] as Variables | null)?.['code'],
      row['warningState'],
      row['severity'],
      row['count'],
    ]);
  };
  for (const fold of [false, true]) {
    if (fold) await hub.sql(foldCounts.sql);
    expect(await hub.sql(miscounted)).toEqual([]);
    expect(await overview(national, 'OPEN_WARNINGS_BY_STATE')).toEqual([
      [undefined, 'RAISED', null, 2],
      [undefined, 'ACKNOWLEDGED', null, 1],
      [undefined, 'SUPPRESSED', null, 2],
    ]);
    expect(await overview(regional, 'OPEN_WARNINGS_BY_REGION_AND_SEVERITY')).toEqual([
      ['NORTH', null, 'MAJOR', 1],
      ['NORTH', null, 'CRITICAL', 1],
    ]);
    expect(await overview(partner, 'OPEN_WARNINGS_BY_REGION_AND_STATE')).toEqual([]);
  }
});

test('An agreement shows warnings as bad as it says, in its region, and counts no others', async () => {
  await hub.agreement({ provider: 'RC-N', consumer: 'MOH', datasets: ['WARNINGS'], leastSeverity: 'CRITICAL' });
  expect(await told(partner, 'REGION', 'region')).toEqual(['NORTH 1']);
  const { warnings } = await partner.data<{
    warnings: { nodes: { id: string; transitions: object }[]; totalCount: number };
  }>('{ warnings { nodes { id transitions { totalCount } } totalCount } }');
  expect(warnings).toEqual({ nodes: [{ id: cause, transitions: { totalCount: 1 } }], totalCount: 1 });
  const { overview } = await partner.data<{ overview: Variables[] }>(
    '{ overview(by: OPEN_WARNINGS_BY_STATE) { warningState count } }',
  );
  expect(overview).toEqual([{ warningState: 'RAISED', count: 1 }]);
  // Less bad, it leaves the partner's sight, with all that became of it.
  const core = await hub.sql<{ id: string }>(`SELECT w.device_id AS id FROM warning w WHERE w.id = $1`, [
    cause.slice(4),
  ]);
  await raise(national, {
    source: 'noc',
    externalId: 'core',
    severity: 'MAJOR',
    subject: { device: { id: `dev_${core[0]!.id}` } },
  });
  expect(await told(partner, 'REGION', 'region')).toEqual([]);
  expect(await partner.data('{ warnings { nodes { id } } }')).toEqual({ warnings: { nodes: [] } });
});
