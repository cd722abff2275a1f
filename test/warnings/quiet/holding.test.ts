import type { Pool } from 'pg';
import { createPool } from '../../../src/kernel/postgres/database';
import { settleQuiet } from '../../../src/warnings/quiet/settle-quiet';
import { startHub, type Hub } from '../../support/hub';
import type { Made } from '../../support/inventory-builders';
import type { Viewer } from '../../support/viewer';
import { acknowledge, clear, raise, warningsOf, type SeenWarning } from '../warning-desk';
import { endingSilence, hours, schedule, silence, window } from './quiet-desk';

let hub: Hub;
let national: Viewer;
let operators: Pool[];
let device: Made;
beforeAll(async () => {
  hub = await startHub();
  national = hub.as(hub.keys.national);
  operators = [1, 2, 3].map(() => createPool(hub.databaseUrl, 'hub_owner', { max: 2 }));
});
afterAll(async () => {
  await Promise.all(operators.map((operator) => operator.end()));
  await hub.stop();
});
beforeEach(async () => {
  await hub.sql(
    'DELETE FROM warning_transition; DELETE FROM warning; DELETE FROM maintenance_object; DELETE FROM maintenance; DELETE FROM silence',
  );
  await hub.sql('UPDATE private.quiet_pass SET until = now()');
  await pass(0);
  device = await hub.device();
});

/** A pass of the background work as many hours from now, by several processes at once where more are given. */
const pass = (inHours: number, processes = 1) =>
  Promise.all(operators.slice(0, processes).map((operator) => settleQuiet(operator, () => new Date(hours(inHours)))));
const raiseOn = (made: Made, more: object = {}) =>
  raise(national, { source: 'probe', externalId: `down ${made.id}`, subject: { device: { id: made.id } }, ...more });
const look = async ({ id }: { id: string }): Promise<SeenWarning> =>
  (await warningsOf(national, { id: { eq: id } }))[0]!;
const course = ({ transitions }: SeenWarning) => transitions.nodes.map(({ to, cause }) => `${to} ${cause}`);
const holder = async ({ id }: { id: string }) => {
  const { node } = await national.data<{
    node: { silence: { id: string } | null; maintenance: { id: string } | null };
  }>('query($id: ID!) { node(id: $id) { ... on Warning { silence { id } maintenance { id } } } }', { id });
  return node.maintenance?.id ?? node.silence?.id ?? null;
};
const work = (terms: object = {}) => schedule(national, { objects: [{ device: { id: device.id } }], ...terms });

describe('A warning during maintenance', () => {
  test('is suppressed, with the maintenance named', async () => {
    const { maintenance } = await work();
    const warning = await raiseOn(device);
    expect(warning).toMatchObject({ state: 'SUPPRESSED', firing: true });
    expect(course(warning)).toEqual(['SUPPRESSED FIRED']);
    expect(await holder(warning)).toBe(maintenance.id);
    const { node } = await national.data<{ node: { warnings: { nodes: object[] } } }>(
      'query($id: ID!) { node(id: $id) { ... on Maintenance { warnings { nodes { id } } } } }',
      { id: maintenance.id },
    );
    expect(node.warnings.nodes).toEqual([{ id: warning.id }]);
  });

  test('clears while it is suppressed, and is never raised', async () => {
    await work();
    const warning = await raiseOn(device);
    await clear(national, { source: 'probe', externalId: `down ${device.id}` });
    await pass(2);
    expect(course(await look(warning))).toEqual(['SUPPRESSED FIRED', 'CLEARED RECOVERED']);
  });

  test('is raised once at the end of the window where it still fires, by however many processes', async () => {
    await work(window(-1, 1));
    const warning = await raiseOn(device);
    await pass(0.5);
    expect((await look(warning)).state).toBe('SUPPRESSED');
    await Promise.all([pass(1.001, 3), pass(1.001, 3)]);
    await pass(2, 3);
    expect(course(await look(warning))).toEqual(['SUPPRESSED FIRED', 'RAISED RELEASED']);
    expect(await holder(warning)).toBeNull();
  });

  test('is raised at once when that is cancelled', async () => {
    await work({ sequence: 1 });
    const warning = await raiseOn(device);
    await work({ sequence: 2, status: 'CANCELLED' });
    await pass(0);
    expect(course(await look(warning))).toEqual(['SUPPRESSED FIRED', 'RAISED RELEASED']);
  });

  test('is raised where it is worse than announced', async () => {
    await work({ objects: [{ device: { id: device.id }, impact: 'DEGRADED' }] });
    const warning = await raiseOn(device, { severity: 'MAJOR' });
    expect(warning.state).toBe('SUPPRESSED');
    expect((await raiseOn(device, { severity: 'CRITICAL' })).state).toBe('RAISED');
  });
});

describe('A warning that was raised before', () => {
  test('is held back when the window begins, and raised when it ends', async () => {
    const warning = await raiseOn(device);
    await work(window(1, 2));
    await pass(0.5);
    expect(course(await look(warning))).toEqual(['RAISED FIRED']);
    await pass(1.001, 3);
    expect(course(await look(warning))).toEqual(['RAISED FIRED', 'SUPPRESSED HELD']);
    await pass(2.001, 3);
    expect(course(await look(warning))).toEqual(['RAISED FIRED', 'SUPPRESSED HELD', 'RAISED RELEASED']);
  });

  test('and taken on stays so, whatever begins and ends', async () => {
    const warning = await raiseOn(device);
    await acknowledge(national, { id: warning.id });
    await work(window(1, 2));
    await pass(1.001);
    await pass(2.001);
    expect(course(await look(warning))).toEqual(['RAISED FIRED', 'ACKNOWLEDGED ACKNOWLEDGED']);
  });

  test('is followed to a new window, and away from an object that is no more part of the work', async () => {
    const warning = await raiseOn(device);
    await work({ sequence: 1, ...window(1, 2) });
    await pass(1.001);
    await work({ sequence: 2, status: 'RE_SCHEDULED', ...window(5, 6) });
    await pass(1.002);
    expect((await look(warning)).state).toBe('RAISED');
    await pass(5.001);
    expect((await look(warning)).state).toBe('SUPPRESSED');
    await work({ sequence: 3, status: 'CONFIRMED', ...window(5, 6), objects: [] });
    await pass(5.002);
    expect((await look(warning)).state).toBe('RAISED');
  });

  test('goes over from one hold to the next without being told in between', async () => {
    const warning = await raiseOn(device);
    await work({ externalId: 'first', ...window(1, 2) });
    const { maintenance } = await work({ externalId: 'second', ...window(1.5, 3) });
    await pass(1.001);
    await pass(2.001);
    expect(course(await look(warning))).toEqual(['RAISED FIRED', 'SUPPRESSED HELD']);
    expect(await holder(warning)).toBe(maintenance.id);
  });
});

describe('A silence', () => {
  test('holds back what is raised while it lasts, and lets it go when it is ended', async () => {
    const set = await silence(national, { subject: { device: { id: device.id } } });
    const warning = await raiseOn(device);
    expect(warning.state).toBe('SUPPRESSED');
    expect(await holder(warning)).toBe(set.id);
    await national.data(endingSilence, { id: set.id });
    await pass(0);
    expect(course(await look(warning))).toEqual(['SUPPRESSED FIRED', 'RAISED RELEASED']);
  });

  test('is for labels and severities of the warning as it is seen last', async () => {
    await silence(national, { labels: { job: 'node' }, mostSeverity: 'MAJOR' });
    const labelled = (severity: string, job: string) => raiseOn(device, { severity, labels: { job } });
    expect((await labelled('MAJOR', 'node')).state).toBe('SUPPRESSED');
    expect((await labelled('CRITICAL', 'node')).state).toBe('RAISED');
    expect((await labelled('MAJOR', 'node')).state).toBe('SUPPRESSED');
    expect((await labelled('MAJOR', 'snmp')).state).toBe('RAISED');
  });

  test('of a partner holds back nothing of another, whoever raised it', async () => {
    await hub.agreement({ provider: 'NMC', consumer: 'MOH', datasets: ['INVENTORY', 'WARNINGS'] });
    await silence(hub.as(hub.keys.partner), { owner: 'MOH', subject: { device: { id: device.id } } });
    expect((await raiseOn(device)).state).toBe('RAISED');
    const own = await raise(hub.as(hub.keys.partner), {
      source: 'probe',
      externalId: 'x',
      subject: { device: { id: device.id } },
    });
    expect(own).toMatchObject({ state: 'SUPPRESSED', owner: { code: 'NMC' }, writer: { code: 'MOH' } });
  });
});

test('A circuit that gets its link during the work is quiet from then on', async () => {
  await schedule(national, { objects: [{ circuit: 'IC-9' }] });
  const link = await hub.link({ name: 'IC-9' });
  const warning = await raise(national, { source: 'probe', externalId: 'x', subject: { link: { id: link.id } } });
  expect(warning.state).toBe('RAISED');
  await pass(0);
  expect((await look(warning)).state).toBe('SUPPRESSED');
});

test('A pass goes through pages of open warnings, and takes up what a stopped one left', async () => {
  const many = await hub.site();
  await hub.sql(
    `INSERT INTO warning (id, writer_id, source, fingerprint, owner_id, site_id, explanation, severity, state, firing, raised_at, changed_at, evidence_at)
     SELECT gen_random_uuid(), o.id, 'probe', 'f' || n, o.id, $1, 'x', 'MAJOR', 'RAISED', true, now(), now(), now()
       FROM organization o, generate_series(1, 1300) n WHERE o.code = 'NMC'`,
    [many.id.slice(4)],
  );
  await schedule(national, { objects: [{ site: { id: many.id } }] });
  const stop = new AbortController();
  let asked = 0;
  const clock = () => {
    asked += 1;
    if (asked === 2) stop.abort();
    return new Date();
  };
  await settleQuiet(operators[0]!, clock, stop.signal);
  const suppressed = async () =>
    (await hub.sql<{ n: number }>(`SELECT count(*)::int AS n FROM warning w WHERE w.state = 'SUPPRESSED'`))[0]!.n;
  expect(await suppressed()).toBe(500);
  await pass(0, 3);
  expect(await suppressed()).toBe(1300);
  const [told] = await hub.sql<{ n: number }>(`SELECT count(*)::int AS n FROM warning_transition t`);
  expect(told!.n).toBe(1300);
});

test('What changes and what begins is looked at once more, for warnings that were being settled meanwhile; then nothing is', async () => {
  const isDue = async (inHours: number) =>
    (await hub.sql<{ due: boolean }>('SELECT private.is_quiet_due($1) AS due', [hours(inHours)]))[0]!.due;
  const second = 1 / 3600;
  await work(window(1, 2));
  await pass(0);
  expect(await isDue(second)).toBe(true);
  await pass(20 * second);
  expect(await isDue(0.9)).toBe(false);
  expect(await isDue(1.001)).toBe(true);
  await pass(1.001);
  expect(await isDue(1.002)).toBe(true);
  await pass(1.02);
  expect(await isDue(1.9)).toBe(false);
  expect(await hub.sql('SELECT FROM private.quiet_due')).toEqual([]);
});
