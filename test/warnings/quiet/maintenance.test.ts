import { Client } from 'pg';
import { connectionConfig } from '../../../src/kernel/postgres/database';
import { startHub, type Hub } from '../../support/hub';
import type { Made } from '../../support/inventory-builders';
import type { Variables, Viewer } from '../../support/viewer';
import { byMaintenance, hours, quietedBy, schedule, scheduling, window, type Scheduled } from './quiet-desk';

let hub: Hub;
let national: Viewer;
beforeAll(async () => {
  hub = await startHub();
  national = hub.as(hub.keys.national);
});
afterAll(() => hub.stop());
beforeEach(() => hub.sql('DELETE FROM maintenance_object; DELETE FROM maintenance'));

const of = (kind: string, made: Made, impact?: string) => ({ [kind]: { id: made.id }, ...(impact && { impact }) });
const objectsOf = ({ maintenance }: Scheduled) =>
  maintenance.objects.nodes.map(({ circuit, subject }) => circuit ?? subject!.id);

describe('Of two notices the later one stands, in whichever order they come:', () => {
  const told = async (notice: Variables) => {
    const { outcome, maintenance } = await schedule(national, notice);
    return `${outcome} ${maintenance.status} ${String(maintenance.sequence)}`;
  };

  test('by its number', async () => {
    expect(await told({ sequence: 2 })).toBe('CREATED CONFIRMED 2');
    expect(await told({ sequence: 1, status: 'TENTATIVE' })).toBe('OUTDATED CONFIRMED 2');
    expect(await told({ sequence: 3, status: 'CANCELLED' })).toBe('UPDATED CANCELLED 3');
    expect(await told({ sequence: 2, status: 'CONFIRMED' })).toBe('OUTDATED CANCELLED 3');
  });

  test('by when it was written, where the number is the same or missing', async () => {
    expect(await told({ sequence: 1, stampedAt: hours(-2) })).toBe('CREATED CONFIRMED 1');
    expect(await told({ sequence: 1, stampedAt: hours(-3), status: 'CANCELLED' })).toBe('OUTDATED CONFIRMED 1');
    expect(await told({ stampedAt: hours(-1), status: 'IN_PROCESS' })).toBe('UPDATED IN_PROCESS 1');
    expect(await told({ stampedAt: hours(-2), status: 'CONFIRMED' })).toBe('OUTDATED IN_PROCESS 1');
  });

  test('of one number and stamp, the one later in the life of the work', async () => {
    const same = { sequence: 3, stampedAt: hours(-1), ...window(-1, 1) };
    expect(await told({ ...same, status: 'CANCELLED' })).toBe('CREATED CANCELLED 3');
    expect(await told({ ...same, status: 'IN_PROCESS' })).toBe('OUTDATED CANCELLED 3');
    expect(await told({ ...same, status: 'CANCELLED' })).toBe('UNCHANGED CANCELLED 3');
  });

  test('without either it is taken as it comes; a status that is not sent stays', async () => {
    expect(await told({ status: undefined })).toBe('CREATED TENTATIVE null');
    expect(await told({ status: 'CONFIRMED' })).toBe('UPDATED CONFIRMED null');
    expect(await told({ status: undefined, title: 'khác' })).toBe('UPDATED CONFIRMED null');
  });

  test('and of several at once, each seen by the next', async () => {
    const [device, other] = [await hub.device(), await hub.device()];
    const times = window(-1, 1);
    const notices = Array.from({ length: 8 }, (_, i) => ({
      ...times,
      ...{ sequence: i, title: `lần ${i}` },
      objects: [of('device', i % 2 ? device : other)],
    }));
    const outcomes = await Promise.all(notices.toReversed().map((notice) => schedule(national, notice)));
    expect(outcomes.filter(({ outcome }) => outcome === 'CREATED')).toHaveLength(1);
    const standing = await schedule(national, notices[7]!);
    expect(standing).toMatchObject({ outcome: 'UNCHANGED', maintenance: { sequence: 7, title: 'lần 7' } });
    expect(objectsOf(standing)).toEqual([device.id]);
  });
});

test('A notice said again changes nothing and is no change of the record', async () => {
  const device = await hub.device();
  const notice = { ...window(1, 2), sequence: 1, objects: [of('device', device), { circuit: 'IC-1' }] };
  const { maintenance } = await schedule(national, notice);
  const changes = () => hub.sql('SELECT c.seq FROM private.change c WHERE c.record_type LIKE $1', ['Maintenance%']);
  const before = await changes();
  expect(await schedule(national, { ...notice, sequence: 1 })).toMatchObject({
    outcome: 'UNCHANGED',
    maintenance: { id: maintenance.id },
  });
  expect(await changes()).toEqual(before);
});

test('What it is about is replaced where it is sent, and stays where it is not', async () => {
  const [a, b] = [await hub.device(), await hub.link()];
  const first = await schedule(national, { sequence: 1, objects: [of('device', a), { circuit: 'IC-1' }] });
  expect(objectsOf(first).sort()).toEqual(['IC-1', a.id].sort());
  expect(objectsOf(await schedule(national, { sequence: 2 })).sort()).toEqual(['IC-1', a.id].sort());
  const third = await schedule(national, {
    sequence: 3,
    objects: [of('link', b, 'DEGRADED'), { circuit: 'IC-1', impact: 'NO_IMPACT' }],
  });
  expect(third.outcome).toBe('UPDATED');
  expect(third.maintenance.objects.nodes).toMatchObject([
    { circuit: 'IC-1', impact: 'NO_IMPACT', subject: null },
    { circuit: null, impact: 'DEGRADED', subject: { __typename: 'Link', id: b.id } },
  ]);
  // Named twice, it is there once, with the worse impact.
  const twice = await schedule(national, {
    sequence: 4,
    objects: [of('link', b, 'DEGRADED'), of('link', b, 'OUTAGE')],
  });
  expect(twice.maintenance.objects.nodes).toMatchObject([{ impact: 'OUTAGE' }]);
});

describe('It quiets', () => {
  test('what it is about and what stands on that, within its window alone', async () => {
    const device = await hub.device();
    const port = await hub.interface({ device });
    const times = window(1, 3);
    const work = await schedule(national, { ...times, objects: [of('device', device)] });
    expect(await quietedBy(hub, { subject: port })).toBeNull();
    expect(await quietedBy(hub, { subject: port, at: times.startsAt })).toBe(byMaintenance(work));
    expect(await quietedBy(hub, { subject: device, at: hours(2) })).toBe(byMaintenance(work));
    expect(await quietedBy(hub, { subject: device, at: times.endsAt })).toBeNull();
    expect(await quietedBy(hub, { subject: await hub.device(), at: hours(2) })).toBeNull();
  });

  test.each([
    ['TENTATIVE', false],
    ['CONFIRMED', true],
    ['RE_SCHEDULED', true],
    ['IN_PROCESS', true],
    ['COMPLETED', false],
    ['CANCELLED', false],
  ])('while it is %s: %s', async (status, quiets) => {
    const device = await hub.device();
    const work = await schedule(national, { status, objects: [of('device', device)] });
    expect(await quietedBy(hub, { subject: device })).toBe(quiets ? byMaintenance(work) : null);
  });

  test.each([
    ['OUTAGE', ['INFO', 'MINOR', 'MAJOR', 'CRITICAL']],
    ['DEGRADED', ['INFO', 'MINOR', 'MAJOR']],
    ['REDUCED_REDUNDANCY', ['INFO', 'MINOR']],
    ['NO_IMPACT', []],
  ])('by the impact %s what that explains: %j', async (impact, explained) => {
    const device = await hub.device();
    await schedule(national, { objects: [of('device', device, impact)] });
    const quiet = [];
    for (const severity of ['INFO', 'MINOR', 'MAJOR', 'CRITICAL'])
      if (await quietedBy(hub, { subject: device, severity })) quiet.push(severity);
    expect(quiet).toEqual(explained);
  });

  test('in its new window and no more in the old one, once it is moved', async () => {
    const device = await hub.device();
    await schedule(national, { sequence: 1, ...window(1, 2), objects: [of('device', device)] });
    const moved = await schedule(national, { sequence: 2, status: 'RE_SCHEDULED', ...window(5, 6) });
    expect(await quietedBy(hub, { subject: device, at: hours(1.5) })).toBeNull();
    expect(await quietedBy(hub, { subject: device, at: hours(5.5) })).toBe(byMaintenance(moved));
  });

  test('nothing of others, whom it may name but not speak for', async () => {
    const device = await hub.device({ owner: 'NMC' });
    await hub.agreement({ provider: 'NMC', consumer: 'MOH', datasets: ['INVENTORY'] });
    const work = await schedule(hub.as(hub.keys.partner), { owner: 'MOH', objects: [of('device', device)] });
    expect(await quietedBy(hub, { subject: device })).toBeNull();
    expect(await quietedBy(hub, { subject: device, writer: 'MOH' })).toBe(byMaintenance(work));
    // The other way round: who stands above speaks for those below.
    const below = await hub.device({ owner: 'RC-N' });
    const own = await schedule(national, { objects: [of('device', below)] });
    expect(await quietedBy(hub, { subject: below })).toBe(byMaintenance(own));
  });

  test('as the one that lasts longest, and before any silence', async () => {
    const device = await hub.device();
    await schedule(national, { externalId: 'short', objects: [of('device', device)] });
    const long = await schedule(national, { externalId: 'long', ...window(-1, 9), objects: [of('device', device)] });
    expect(await quietedBy(hub, { subject: device })).toBe(byMaintenance(long));
  });
});

describe('A circuit', () => {
  const bind = () => hub.sql('SELECT private.bind_circuits(1000) AS bound');
  const subjectOf = async (id: string) => {
    const { node } = await national.data<{ node: Scheduled['maintenance'] }>(
      'query($id: ID!) { node(id: $id) { ... on Maintenance { objects { nodes { subject { ... on Node { id } } } } } } }',
      { id },
    );
    return node.objects.nodes[0]!.subject?.id ?? null;
  };

  test('is the link that has it as its name or its key, whatever its case and diacritics', async () => {
    const named = await hub.link({ name: 'Đường-trục/HN-01', owner: 'RC-N' });
    const keyed = await hub.link({ externalId: 'IC-222222' });
    const found = await schedule(national, { objects: [{ circuit: 'duong-truc/hn-01' }, { circuit: ' IC-222222 ' }] });
    expect(new Set(found.maintenance.objects.nodes.map(({ subject }) => subject?.id))).toEqual(
      new Set([named.id, keyed.id]),
    );
    expect(await quietedBy(hub, { subject: keyed })).toBe(byMaintenance(found));
  });

  test('is kept by its name until there is such a link, and bound then', async () => {
    const work = await schedule(national, { objects: [{ circuit: 'TEST/WAVE/123456' }] });
    expect(await bind()).toEqual([{ bound: 0 }]);
    const link = await hub.link({ name: 'Test/Wave/123456' });
    expect(await subjectOf(work.maintenance.id)).toBeNull();
    expect(await bind()).toEqual([{ bound: 1 }]);
    expect(await subjectOf(work.maintenance.id)).toBe(link.id);
    expect(await quietedBy(hub, { subject: link })).toBe(byMaintenance(work));
    expect(await bind()).toEqual([{ bound: 0 }]);
    // The same notice again leaves it bound.
    await schedule(national, { objects: [{ circuit: 'TEST/WAVE/123456' }] });
    expect(await subjectOf(work.maintenance.id)).toBe(link.id);
  });

  test('that two links could be is neither, unless only one is not retired', async () => {
    const [one] = [await hub.link({ name: 'twice' }), await hub.link({ name: 'twice' })];
    const work = await schedule(national, { objects: [{ circuit: 'twice' }] });
    expect(await subjectOf(work.maintenance.id)).toBeNull();
    await hub.sql(`UPDATE link SET status = 'RETIRED' WHERE id = $1`, [one!.id.slice(4)]);
    await bind();
    expect(await subjectOf(work.maintenance.id)).not.toBeNull();
    expect(await subjectOf(work.maintenance.id)).not.toBe(one!.id);
  });

  test('is no link of another provider, nor of an organization elsewhere', async () => {
    await hub.link({ name: 'of-the-ministry', owner: 'MOH' });
    await hub.link({ name: 'of-the-south', provider: 'RC-S' });
    const objects = [{ circuit: 'of-the-ministry' }, { circuit: 'of-the-south' }];
    const work = await schedule(national, { provider: 'RC-N', objects });
    expect(work.maintenance.objects.nodes.map(({ subject }) => subject)).toEqual([null, null]);
  });
});

describe('Who sees it:', () => {
  const document =
    'query($id: ID!) { node(id: $id) { ... on Maintenance { title objects { nodes { circuit subject { ... on Node { id } } } } } } }';
  const seenBy = async (viewer: Viewer, { maintenance: { id } }: Scheduled) =>
    (await viewer.data<{ node: { objects: { nodes: object[] } } | null }>(document, { id })).node?.objects.nodes
      .length ?? null;

  test('its owner all of it, who owns an object of it and its provider their part, the others nothing', async () => {
    const [north, south] = [await hub.device({ owner: 'RC-N' }), await hub.device({ owner: 'RC-S' })];
    const work = await schedule(national, {
      provider: 'MOH',
      objects: [of('device', north), of('device', south), { circuit: 'x' }],
    });
    expect(await seenBy(national, work)).toBe(3);
    expect(await seenBy(hub.as(hub.keys.regional), work)).toBe(1);
    expect(await seenBy(hub.as(hub.keys.partner), work)).toBe(3);
    expect(await seenBy(await hub.stewardOf('MOH-IT'), work)).toBeNull();
    const own = await schedule(national, { externalId: 'own', objects: [of('device', await hub.device())] });
    await hub.agreement({ provider: 'NMC', consumer: 'MOH', datasets: ['INVENTORY', 'WARNINGS'] });
    expect(await seenBy(hub.as(hub.keys.partner), own)).toBeNull();
    expect(await seenBy(hub.as(hub.keys.regional), own)).toBeNull();
  });

  test('who gets an object sees the work on it from then on, and who lost it no more', async () => {
    const device = await hub.device({ owner: 'RC-N' });
    const work = await schedule(national, { objects: [of('device', device)] });
    const [north, south] = [hub.as(hub.keys.regional), await hub.stewardOf('RC-S')];
    expect([await seenBy(north, work), await seenBy(south, work)]).toEqual([1, null]);
    await hub.sql(
      `UPDATE device SET owner_id = (SELECT o.id FROM organization o WHERE o.code = 'RC-S') WHERE id = $1`,
      [device.id.slice(4)],
    );
    expect([await seenBy(north, work), await seenBy(south, work)]).toEqual([null, 1]);
  });

  test('lists are filtered by what the viewer sees, and lead there from the object', async () => {
    const [north, south] = [await hub.device({ owner: 'RC-N' }), await hub.device({ owner: 'RC-S' })];
    await schedule(national, { objects: [of('device', north), of('device', south)] });
    const found = async (viewer: Viewer, id: string) => {
      const { maintenances, device } = await viewer.data<{
        maintenances: { nodes: object[] };
        device: { maintenances: { nodes: object[] } } | null;
      }>(
        'query($id: ID!) { maintenances(filter: { device: { id: { eq: $id } } }) { nodes { id } } device(id: $id) { maintenances { nodes { id } } } }',
        { id },
      );
      return [maintenances.nodes.length, device?.maintenances.nodes.length ?? null];
    };
    expect(await found(hub.as(hub.keys.regional), north.id)).toEqual([1, 1]);
    expect(await found(hub.as(hub.keys.regional), south.id)).toEqual([0, null]);
  });
});

test.each([
  [window(2, 1), 'endsAt: it comes after startsAt'],
  [{ ...window(0, 367 * 24) }, 'endsAt: a maintenance lasts 366 days at most'],
  [{ title: '' }, 'title: it must have 1 to 300 characters'],
  [{ externalId: '' }, 'externalId: it must have 1 to 200 characters'],
  [{ source: 'Nguồn' }, 'source: it must have 1 to 63'],
  [{ sequence: -1 }, 'sequence: it must be 0 or more'],
  [{ provider: 'KHÔNG' }, 'provider: there is no Organization with the code "KHÔNG"'],
  [{ objects: [{}] }, 'objects[0]: it names one thing'],
  [{ objects: [{ circuit: 'a', link: { id: 'lnk_x' } }] }, 'objects[0]: it names one thing'],
  [{ objects: [{ circuit: ' ' }] }, 'objects[0].circuit: it has 1 to 200 characters'],
  [{ objects: [{ device: { id: 'dev_x' } }] }, 'objects[0].device: no Device "dev_x" is visible'],
  [{ objects: Array.from({ length: 1001 }, (_, i) => ({ circuit: `c${i}` })) }, 'objects: it names 1001 objects'],
])('Bad input is told by its field: %#', async (input, message) => {
  const all = { owner: 'NMC', externalId: 'x', title: 'x', status: 'CONFIRMED', ...window(0, 1), ...input };
  const refusal = await national.refusal(scheduling, { input: all });
  expect(refusal.code).toBe('BAD_USER_INPUT');
  expect(refusal.message).toContain(message);
});

test('Nobody writes it for an organization that its key does not write for, nor learns that it is there', async () => {
  await schedule(national, { externalId: 'secret' });
  const input = { owner: 'NMC', source: 'noc', externalId: 'secret', title: 'x', ...window(0, 1) };
  expect(await hub.as(hub.keys.partner).refusal(scheduling, { input })).toMatchObject({ code: 'FORBIDDEN' });
  const own = await schedule(hub.as(hub.keys.partner), { owner: 'MOH', externalId: 'secret' });
  expect(own.outcome).toBe('CREATED');
});

test('Circuits are bound and notices written side by side, and neither ends the other', async () => {
  const circuits = Array.from({ length: 20 }, (_, i) => `song-song-${i}`);
  await schedule(national, { objects: circuits.map((circuit) => ({ circuit })) });
  for (const name of circuits) await hub.link({ name });
  const job = new Client(connectionConfig(hub.databaseUrl, 'hub_owner'));
  await job.connect();
  const binding = (async () => {
    for (let i = 0; i < 10; i += 1) await job.query('SELECT private.bind_circuits(2)');
  })();
  const writing = Array.from({ length: 10 }, (_, i) =>
    schedule(national, { sequence: i + 1, objects: circuits.slice(i % 2).map((circuit) => ({ circuit })) }),
  );
  await Promise.all([binding, ...writing]);
  await job.end();
});
