import { startHub, type Hub } from '../../support/hub';
import type { Viewer } from '../../support/viewer';
import { TaskDesk } from './task-desk';

let hub: Hub;
let desk: TaskDesk;
let owner: Viewer;
let south: Viewer;
let partner: Viewer;
let plan: string;
beforeAll(async () => {
  hub = await startHub();
  desk = new TaskDesk(hub);
  [owner, south, partner] = [await desk.viewer('RC-N'), await desk.viewer('RC-S'), await desk.viewer('MOH')];
  plan = await desk.playbook([
    { key: 'confirm', name: 'Xác nhận', timeLimit: 'PT15M' },
    { key: 'both', kind: 'PARALLEL', name: 'Cùng lúc', branches: ['tell', 'look'], next: 'far' },
    { key: 'tell', name: 'Báo', role: 'COWORKER', timeLimit: 'PT30M', next: 'end' },
    { key: 'look', name: 'Tìm', role: 'REPORTER', timeLimit: 'PT1H', next: 'end' },
    { key: 'far', kind: 'DECISION', name: 'Ngoài biển?', outcomes: [{ outcome: 'true', next: 'ship' }], next: 'learn' },
    { key: 'ship', name: 'Gọi tàu', next: 'end' },
    { key: 'learn', name: 'Rút kinh nghiệm', timeLimit: 'P5D', next: 'end' },
  ]);
});
afterAll(() => hub.stop());

const codeOf = ({ errors }: { errors: { extensions?: Record<string, unknown> }[] }) => errors[0]?.extensions?.['code'];

describe('A playbook that is started', () => {
  test('makes tasks: who does them, what they wait for, when they are due', async () => {
    const incident = await desk.incident(owner, { coworkers: ['RC-S'] });
    const before = Date.now();
    const { data } = await desk.start(owner, incident, plan, { roles: [{ role: 'COWORKER', organization: 'RC-S' }] });
    expect(data.done.created).toBe(6);
    const tasks = await desk.tasks(south, incident);
    expect(
      tasks.map(({ name, state, assignee, dueAt, dependsOn }) => ({
        ...{ name, state, by: assignee.code, after: dependsOn.nodes.map((one) => one.name).toSorted() },
        due: dueAt && Math.round((Date.parse(dueAt) - before) / 60_000),
      })),
    ).toEqual([
      { name: 'Xác nhận', state: 'OPEN', by: 'RC-N', after: [], due: 15 },
      { name: 'Báo', state: 'WAITING', by: 'RC-S', after: ['Xác nhận'], due: 45 },
      { name: 'Tìm', state: 'WAITING', by: 'RC-N', after: ['Xác nhận'], due: 75 },
      { name: 'Ngoài biển?', state: 'WAITING', by: 'RC-N', after: ['Báo', 'Tìm'], due: null },
      { name: 'Gọi tàu', state: 'WAITING', by: 'RC-N', after: ['Ngoài biển?'], due: null },
      {
        name: 'Rút kinh nghiệm',
        state: 'WAITING',
        by: 'RC-N',
        after: ['Gọi tàu', 'Ngoài biển?'],
        due: 75 + 5 * 24 * 60,
      },
    ]);
  });

  test('is carried out to its end, and tells who did what', async () => {
    const incident = await desk.incident(owner);
    await desk.start(owner, incident, plan);
    await desk.on(owner, 'take', incident, 'Xác nhận');
    const confirmed = await desk.on(owner, 'complete', incident, 'Xác nhận', { note: 'Đúng vậy.' });
    expect(confirmed).toMatchObject({
      state: 'DONE',
      note: 'Đúng vậy.',
      completedBy: { code: 'RC-N' },
      completedByDesk: 'RC-N desk',
    });
    await desk.on(owner, 'skip', incident, 'Báo', { reason: 'Nhà mạng đã biết.' });
    await desk.on(owner, 'complete', incident, 'Tìm');
    await desk.on(owner, 'complete', incident, 'Ngoài biển?', { outcome: 'false' });
    expect(await desk.states(owner, incident)).toEqual({
      ...{ 'Xác nhận': 'DONE', Báo: 'SKIPPED', Tìm: 'DONE', 'Ngoài biển?': 'DONE', 'Gọi tàu': 'NOT_TAKEN' },
      'Rút kinh nghiệm': 'OPEN',
    });
  });

  test('again on the same incident makes nothing, be it by ten at once; on another one it does', async () => {
    const incident = await desk.incident(owner);
    const started = await Promise.all(Array.from({ length: 10 }, () => desk.start(owner, incident, plan)));
    expect(started.map(({ data }) => data.done.created).toSorted()).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 6]);
    expect(await desk.tasks(owner, incident)).toHaveLength(6);
    expect((await desk.start(owner, await desk.incident(owner), plan)).data.done.created).toBe(6);
  });

  test('goes on as it was when the playbook changes', async () => {
    const steps = [
      { key: 'a', name: 'Một' },
      { key: 'b', name: 'Hai' },
    ];
    const playbook = await desk.playbook(steps, { externalId: 'changing' });
    const incident = await desk.incident(owner);
    await desk.start(owner, incident, playbook);
    await desk.playbook([{ key: 'a', name: 'Khác' }], { externalId: 'changing' });
    await desk.on(owner, 'complete', incident, 'Một');
    expect(await desk.states(owner, incident)).toEqual({ Một: 'DONE', Hai: 'OPEN' });
    expect((await desk.start(owner, incident, playbook)).data.done.created).toBe(0);
  });

  test('repeats what a loop repeats', async () => {
    const playbook = await desk.playbook([
      { key: 'bad', kind: 'LOOP', name: 'Còn?', outcomes: [{ outcome: 'true', next: 'mend' }] },
      { key: 'learn', name: 'Xong', next: 'end' },
      { key: 'mend', name: 'Sửa', next: 'end' },
    ]);
    const incident = await desk.incident(owner);
    await desk.start(owner, incident, playbook);
    for (const round of [1, 2, 3]) {
      expect(await desk.on(owner, 'complete', incident, 'Còn?', { outcome: 'true' })).toMatchObject({
        round,
        state: 'IN_PROGRESS',
      });
      await desk.on(owner, 'complete', incident, 'Sửa', { note: `lần ${round}` });
    }
    await desk.on(owner, 'complete', incident, 'Còn?', { outcome: 'false' });
    expect(await desk.states(owner, incident)).toEqual({ 'Còn?': 'DONE', Sửa: 'DONE', Xong: 'OPEN' });
  });

  test.each([
    ['withdrawn', { revoked: true }, /withdrawn/],
    ['not valid yet', { valid_from: '2100-01-01T00:00:00Z' }, /not valid now/],
    ['not valid any more', { valid_until: '2020-01-01T00:00:00Z' }, /not valid now/],
  ])('is refused where it is %s', async (_what, terms, message) => {
    const id = await desk.playbook([{ key: 'a', name: 'x' }], { externalId: 'ended' });
    await hub.sql(`UPDATE playbook SET is_revoked = $2, valid_from = $3, valid_until = $4 WHERE id = $1`, [
      id.slice(4),
      'revoked' in terms,
      (terms as { valid_from?: string }).valid_from ?? null,
      (terms as { valid_until?: string }).valid_until ?? null,
    ]);
    const { errors } = await desk.start(owner, await desk.incident(owner), id);
    expect(errors[0]!.message).toMatch(message);
  });

  test('is refused on a closed incident', async () => {
    const incident = await desk.incident(owner);
    await hub.sql(`UPDATE incident SET state = 'CLOSED' WHERE id = $1`, [incident.slice(4)]);
    expect(codeOf(await desk.start(owner, incident, plan))).toBe('BAD_USER_INPUT');
  });

  test('gives no task to who is not named on the incident', async () => {
    const incident = await desk.incident(owner);
    const { errors } = await desk.start(owner, incident, plan, { roles: [{ role: 'COWORKER', organization: 'MOH' }] });
    expect(errors[0]!.message).toContain('"MOH" is not named on the incident');
    expect(await desk.tasks(owner, incident)).toEqual([]);
    const { errors: others } = await desk.start(owner, incident, plan, {
      roles: [{ role: 'OWNER', organization: 'RC-N' }],
    });
    expect(others[0]!.message).toContain('follows from the incident');
  });
});

describe('Two at once', () => {
  test('complete a task once; who is second is told who was first', async () => {
    const incident = await desk.incident(owner, { coworkers: ['RC-S'] });
    await desk.start(owner, incident, plan);
    const { id, version } = await desk.named(owner, incident, 'Xác nhận');
    const answers = await Promise.all(
      [owner, south, owner, south].map((by) => desk.act(by, 'complete', { task: id, version })),
    );
    const refused = answers.filter(({ errors }) => errors.length > 0);
    expect(refused).toHaveLength(3);
    for (const { errors } of refused)
      expect(errors[0]!.extensions).toMatchObject({
        ...{ code: 'CONFLICT', state: 'DONE', version: version + 1 },
        changedBy: expect.stringMatching(/desk$/) as string,
      });
    expect(await desk.states(owner, incident)).toMatchObject({ 'Xác nhận': 'DONE', Báo: 'OPEN', Tìm: 'OPEN' });
  });

  test('complete the two branches that a third waits for, and it begins', async () => {
    for (let i = 0; i < 5; i += 1) {
      const incident = await desk.incident(owner, { coworkers: ['RC-S'] });
      await desk.start(owner, incident, plan);
      await desk.on(owner, 'complete', incident, 'Xác nhận');
      await Promise.all([desk.on(owner, 'complete', incident, 'Báo'), desk.on(south, 'complete', incident, 'Tìm')]);
      expect(await desk.states(owner, incident)).toMatchObject({ 'Ngoài biển?': 'OPEN' });
    }
  });

  test('change an incident and its tasks without holding each other up', async () => {
    const incident = await desk.incident(owner, { coworkers: ['RC-S'] });
    await desk.start(owner, incident, plan);
    const mark = (tlp: string) => hub.sql(`UPDATE incident SET tlp = $2 WHERE id = $1`, [incident.slice(4), tlp]);
    const work = async () => {
      await desk.on(owner, 'take', incident, 'Xác nhận');
      await desk.on(owner, 'complete', incident, 'Xác nhận');
      await desk.on(south, 'complete', incident, 'Tìm');
    };
    const marks = async () => {
      for (let i = 0; i < 30; i += 1) await mark(i % 2 === 0 ? 'RED' : 'AMBER');
    };
    await Promise.all([work(), marks()]);
    expect(new Set((await desk.tasks(owner, incident)).map(({ tlp }) => tlp))).toEqual(new Set(['AMBER']));
  });
});

describe('A task that somebody adds', () => {
  test('begins when what it depends on is done, and can be sent again', async () => {
    const incident = await desk.incident(owner);
    const add = async (input: object) => (await desk.act(owner, 'add', { incident, ...input })).data.done.task;
    const first = await add({ name: 'Một', timeLimit: 'PT2H' });
    const second = await add({
      name: 'Hai',
      dependsOn: [first.id],
      externalId: 'ticket-7',
      dueAt: '2100-01-01T00:00:00Z',
    });
    expect([first.state, second.state, second.dueAt]).toEqual(['OPEN', 'WAITING', '2100-01-01T00:00:00Z']);
    expect((await add({ name: 'Hai', externalId: 'ticket-7' })).id).toBe(second.id);
    await desk.on(owner, 'complete', incident, 'Một');
    expect(await desk.states(owner, incident)).toEqual({ Một: 'DONE', Hai: 'OPEN' });
  });

  test.each<[string, object, RegExp]>([
    ['no name', { name: '' }, /^name/],
    ['a limit and an instant', { name: 'x', timeLimit: 'PT1H', dueAt: '2100-01-01T00:00:00Z' }, /^dueAt/],
    ['a limit that is none', { name: 'x', timeLimit: '1 hour' }, /^timeLimit/],
    ['the source of playbooks', { name: 'x', source: 'playbook' }, /^source/],
    ['a task that is none', { name: 'x', dependsOn: ['tsk_00000000-0000-7000-8000-000000000000'] }, /^dependsOn\[0\]/],
    ['an id of another type', { name: 'x', dependsOn: ['dev_x'] }, /^dependsOn\[0\]/],
    ['an organization that is none', { name: 'x', assignee: 'NOBODY' }, /^assignee/],
    ['an organization that is not named', { name: 'x', assignee: 'MOH' }, /^assignee/],
  ])('with %s is refused', async (_what, input, message) => {
    const { errors } = await desk.act(owner, 'add', { incident: await desk.incident(owner), ...input });
    expect(errors[0]!.extensions!['code']).toBe('BAD_USER_INPUT');
    expect(errors[0]!.message).toMatch(message);
  });

  test('depends on none that is marked more strictly: who sees it sees all that it waits for', async () => {
    const incident = await desk.incident(owner, { tlp: 'GREEN' });
    const { data } = await desk.act(owner, 'add', { incident, name: 'Kín', tlp: 'RED' });
    const after = { incident, name: 'Hở', dependsOn: [data.done.task.id] };
    expect((await desk.act(owner, 'add', after)).errors[0]!.message).toContain('marked RED');
    expect((await desk.act(owner, 'add', { ...after, tlp: 'RED' })).errors).toEqual([]);
    // Whatever road it takes.
    const breaking = hub.sql(`UPDATE task SET marking = 'GREEN' WHERE name = 'Hở'`);
    await expect(breaking).rejects.toThrow('marked no more strictly');
  });
});

describe('What is late', () => {
  test('shows, is found, and is counted', async () => {
    const incident = await desk.incident(owner);
    await desk.start(owner, incident, plan);
    await hub.sql(
      `UPDATE task SET due_at = now() - interval '1 minute' WHERE incident_id = $1 AND name IN ('Xác nhận', 'Báo')`,
      [incident.slice(4)],
    );
    const late = `query($id: ID!, $is: Boolean!) { tasks(filter: { incident: { id: { eq: $id } }, isLate: { eq: $is } }, first: 50) { totalCount nodes { name isLate } } }`;
    expect(await owner.data(late, { id: incident, is: true })).toEqual({
      tasks: { totalCount: 1, nodes: [{ name: 'Xác nhận', isLate: true }] },
    });
    expect(await owner.data(late, { id: incident, is: false })).toMatchObject({ tasks: { totalCount: 5 } });
    await desk.on(owner, 'complete', incident, 'Xác nhận');
    expect(await owner.data(late, { id: incident, is: true })).toMatchObject({ tasks: { totalCount: 0 } });
  });
});

describe('Who sees and does what', () => {
  test('a partner that sees the incident sees none of its tasks that is marked more strictly; whom it is assigned to does', async () => {
    await hub.sql(`UPDATE organization SET community_member = true WHERE code = 'MOH'`);
    const incident = await desk.incident(owner, { tlp: 'GREEN', coworkers: ['RC-S'] });
    await desk.start(owner, incident, plan);
    await desk.act(owner, 'add', { incident, name: 'Kín', tlp: 'AMBER_STRICT', assignee: 'RC-S' });
    const seen = async (by: Viewer) => Object.keys(await desk.states(by, incident));
    expect(await seen(partner)).toHaveLength(6);
    expect(await seen(partner)).not.toContain('Kín');
    expect(await seen(south)).toContain('Kín');
    const hidden = await desk.named(south, incident, 'Kín');
    const direct = await partner.data('query($id: ID!) { task(id: $id) { id } node(id: $id) { id } }', {
      id: hidden.id,
    });
    expect(direct).toEqual({ task: null, node: null });
    expect(codeOf(await desk.act(partner, 'complete', { task: hidden.id, version: 1 }))).toBe('NOT_FOUND');
    // What it sees it does not work on.
    const open = await desk.named(partner, incident, 'Xác nhận');
    for (const act of ['take', 'complete', 'skip', 'assign'])
      expect(
        codeOf(
          await desk.act(partner, act, {
            task: open.id,
            version: open.version,
            ...(act === 'skip' && { reason: 'x' }),
            ...(act === 'assign' && { assignee: 'RC-S' }),
          }),
        ),
      ).toBe('FORBIDDEN');
    expect(codeOf(await desk.start(partner, incident, plan))).toBe('FORBIDDEN');
  });

  test('a reporter does what is assigned to it, and nothing else', async () => {
    const reporter = hub.as(await hub.key({ organization: 'NMC', role: 'RESPONDER', writesFor: ['RC-N'] }));
    const incident = await desk.incident(reporter);
    await desk.start(owner, incident, plan);
    const own = { actor: 'NMC' };
    const confirm = await desk.named(reporter, incident, 'Xác nhận');
    expect(codeOf(await desk.act(reporter, 'complete', { task: confirm.id, version: confirm.version, ...own }))).toBe(
      'FORBIDDEN',
    );
    await desk.on(reporter, 'complete', incident, 'Xác nhận', { actor: 'RC-N' });
    expect(await desk.on(reporter, 'complete', incident, 'Tìm', own)).toMatchObject({ completedBy: { code: 'NMC' } });
  });

  test('what follows a task begins, whether who does it may see that or not', async () => {
    const steward = hub.as(await hub.key({ organization: 'NMC', role: 'RESPONDER', writesFor: ['RC-N'] }));
    const incident = await desk.incident(owner, { tlp: 'AMBER' });
    const { data } = await desk.act(owner, 'add', { incident, name: 'Trước' });
    await desk.act(owner, 'add', { incident, name: 'Sau', tlp: 'RED', dependsOn: [data.done.task.id] });
    expect(Object.keys(await desk.states(steward, incident))).toEqual(['Trước']);
    await desk.on(steward, 'complete', incident, 'Trước', { actor: 'RC-N' });
    expect(await desk.states(owner, incident)).toEqual({ Trước: 'DONE', Sau: 'OPEN' });
  });

  test('a task is given on to who is named on the incident', async () => {
    const incident = await desk.incident(owner, { coworkers: ['RC-S'] });
    await desk.start(owner, incident, plan);
    expect(await desk.on(owner, 'assign', incident, 'Báo', { assignee: 'RC-S' })).toMatchObject({
      assignee: { code: 'RC-S' },
    });
    const { id, version } = await desk.named(owner, incident, 'Tìm');
    expect((await desk.act(owner, 'assign', { task: id, version, assignee: 'MOH' })).errors[0]!.message).toContain(
      'co-workers first',
    );
    const mine = `{ viewer { organization { tasks(filter: { state: { eq: WAITING } }) { nodes { name } } } } }`;
    expect(JSON.stringify(await south.data(mine))).toContain('Báo');
  });

  test('tasks of an incident are marked as it is, at once', async () => {
    const incident = await desk.incident(owner, { tlp: 'GREEN' });
    await desk.start(owner, incident, plan);
    expect(await desk.tasks(partner, incident)).toHaveLength(6);
    await hub.sql(`UPDATE incident SET tlp = 'RED' WHERE id = $1`, [incident.slice(4)]);
    const { tasks } = await partner.data<{ tasks: { nodes: object[] } }>(
      'query($id: ID!) { tasks(filter: { incident: { id: { eq: $id } } }) { nodes { id } } }',
      { id: incident },
    );
    expect(tasks.nodes).toEqual([]);
  });
});

describe('Bad input', () => {
  test.each<[string, string, object, RegExp]>([
    ['complete', 'a task that waits', { name: 'Báo' }, /waits for others/],
    ['complete', 'a decision without an answer', { name: 'Ngoài biển?' }, /waits for others/],
    ['complete', 'an outcome of what has none', { name: 'Xác nhận', outcome: 'true' }, /leave it away/],
    ['complete', 'a note beyond its length', { name: 'Xác nhận', note: 'x'.repeat(5001) }, /5,000/],
    ['skip', 'without a reason', { name: 'Xác nhận', reason: ' ' }, /say why/],
    ['skip', 'a decision', { name: 'Ngoài biển?', reason: 'x' }, /decides what follows/],
    ['take', 'a task that waits', { name: 'Báo' }, /WAITING/],
  ])('%s: %s', async (act, _what, { name, ...more }: { name?: string }, message) => {
    const incident = await desk.incident(owner);
    await desk.start(owner, incident, plan);
    const { id, version } = await desk.named(owner, incident, name!);
    const { errors } = await desk.act(owner, act, { task: id, version, ...more });
    expect(errors[0]!.extensions!['code']).toBe('BAD_USER_INPUT');
    expect(errors[0]!.message).toMatch(message);
  });

  test('more tasks than an incident may have', async () => {
    const steps = Array.from({ length: 198 }, (_, i) => ({ key: `s${i}`, name: `Bước ${i}` }));
    const incident = await desk.incident(owner);
    const codes: unknown[] = [];
    for (let i = 0; i < 3; i += 1) codes.push(codeOf(await desk.start(owner, incident, await desk.playbook(steps))));
    expect(codes).toEqual([undefined, undefined, 'BAD_USER_INPUT']);
  });
});
