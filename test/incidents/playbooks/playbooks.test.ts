import { existsSync } from 'node:fs';
import { createPool } from '../../../src/kernel/postgres/database';
import { shipPlaybooks } from '../../../src/incidents/playbooks/ship-playbooks';
import { startHub, type Hub } from '../../support/hub';
import type { Variables, Viewer } from '../../support/viewer';
import { idOf, playbookOf, shared, sharedPlaybook } from './cacao-desk';

let hub: Hub;
let steward: Viewer;
let partner: Viewer;
beforeAll(async () => {
  hub = await startHub();
  steward = await hub.stewardOf('RC-N');
  partner = hub.as(hub.keys.partner);
});
afterAll(() => hub.stop());

const importing = `mutation($input: ImportPlaybookInput!) { done: importPlaybook(input: $input) { playbook { id name version cacao cacaoId source externalId } } }`;
const saving = `mutation($input: SavePlaybookInput!) { done: savePlaybook(input: $input) {
  playbook { id name version cacaoId cacao fits { class type } steps { key kind name description role timeLimit dependsOn { step outcome } outcomes repeats } } } }`;
interface Kept {
  id: string;
  name: string;
  version: number;
  cacaoId: string;
  cacao: Record<string, unknown>;
  steps: { key: string; name: string; dependsOn: { step: string; outcome: string | null }[] }[];
}
const keep = async (document: string, input: Variables): Promise<Kept> =>
  (await steward.data<{ done: { playbook: Kept } }>(document, { input })).done.playbook;
const line = { 'start:1': { on_completion: 'action:1' }, 'action:1': { on_completion: 'end:1' }, 'end:1': {} };
const own = { owner: 'RC-N', tlp: 'AMBER' };

describe('What is imported', () => {
  (existsSync(shared) ? test.each(['manual-playbook.json', 'ssh-playbook.json']) : test.skip.each(['none']))(
    '%s comes out as it went in',
    async (file) => {
      const document = sharedPlaybook(file);
      const playbook = await keep(importing, { ...own, cacao: document });
      expect(playbook.cacao).toEqual(document);
      expect(playbook).toMatchObject({
        source: 'cacao',
        externalId: document['id'],
        cacaoId: document['id'],
        version: 1,
      });
      // Again it changes nothing.
      expect(await keep(importing, { ...own, cacao: document })).toEqual(playbook);
    },
  );

  test('is kept with all that the hub does not use', async () => {
    const document = playbookOf(line, {
      ...{
        id: idOf('playbook:2'),
        derived_from: [idOf('playbook:9')],
        'x-của-tôi': { sâu: [1, 2.5, null, true, 'đĩa'] },
      },
      playbook_variables: { __dải__: { type: 'ipv4-addr', value: '192.0.2.1' } },
      signatures: [{ type: 'jss', id: idOf('jss:1'), value: 'abc' }],
      extension_definitions: { [idOf('extension-definition:1')]: { type: 'extension-definition', name: 'x' } },
    });
    const renamed = { ...document, playbook_variables: { __dai__: { type: 'ipv4-addr', value: '192.0.2.1' } } };
    expect((await keep(importing, { ...own, cacao: renamed })).cacao).toEqual(renamed);
    const { code } = await steward.refusal(importing, { input: { ...own, cacao: document } });
    expect(code).toBe('BAD_USER_INPUT');
  });

  test('takes the place of an earlier version of it, and of no later one', async () => {
    const id = idOf('playbook:3');
    const first = await keep(importing, { ...own, cacao: playbookOf(line, { id }) });
    const later = playbookOf(line, { id, modified: '2026-03-01T00:00:00Z', name: 'Sau' });
    const second = await keep(importing, { ...own, cacao: later, version: 1 });
    expect(second).toMatchObject({ id: first.id, name: 'Sau', version: 2 });
    const { code } = await steward.refusal(importing, { input: { ...own, cacao: playbookOf(line, { id }) } });
    expect(code).toBe('CONFLICT');
    const stale = await steward.query(importing, { input: { ...own, cacao: { ...later, name: 'x' }, version: 1 } });
    expect(stale.errors[0]).toMatchObject({ extensions: { code: 'CONFLICT', version: 2 } });
  });

  test('is refused with all that is wrong with it, by path and reason', async () => {
    const bad = playbookOf({ ...line, 'action:1': { on_completion: 'action:7' }, 'action:2': {} }, { name: '' });
    const { errors } = await steward.query(importing, { input: { ...own, cacao: bad } });
    expect(errors[0]!.message).toContain('And 1 more');
    expect(errors[0]!.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      faults: [
        { path: '$.name', reason: expect.any(String) as string },
        {
          path: expect.stringContaining('on_completion') as string,
          reason: expect.stringContaining('nowhere') as string,
        },
      ],
      more: 0,
    });
  });

  test.each(['x', 7, null, [], { type: 'playbook' }])('%j is no playbook', async (cacao) => {
    const { errors } = await steward.query(importing, { input: { ...own, cacao } });
    expect(errors[0]!.extensions!['code']).toBe('BAD_USER_INPUT');
  });

  test('is kept no more widely than it is marked', async () => {
    const id = idOf('marking-tlp:1');
    const marked = playbookOf(line, {
      ...{ id: idOf('playbook:4'), markings: [id] },
      data_marking_definitions: { [id]: { type: 'marking-tlp', tlpv2_level: 'TLP:AMBER+STRICT' } },
    });
    const { message } = await steward.refusal(importing, { input: { ...own, cacao: marked } });
    expect(message).toContain('AMBER_STRICT');
    await keep(importing, { ...own, tlp: 'RED', cacao: marked });
  });
});

const draft = {
  ...{ ...own, externalId: 'cut-cable', name: 'Đứt cáp', description: 'Khi cáp đứt.', types: ['remediation'] },
  fits: [{ class: 'availability', type: 'outage' }, { class: 'vulnerable' }],
  steps: [
    { key: 'confirm', name: 'Xác nhận', timeLimit: 'PT15M' },
    { key: 'both', kind: 'PARALLEL', name: 'Cùng lúc', branches: ['tell', 'look'], next: 'far' },
    { key: 'tell', name: 'Báo cho nhà mạng', role: 'COORDINATOR', timeLimit: 'PT30M', next: 'end' },
    { key: 'look', name: 'Tìm chỗ đứt', description: 'Bằng OTDR.', next: 'end' },
    { key: 'far', kind: 'DECISION', name: 'Ở ngoài biển?', outcomes: [{ outcome: 'true', next: 'ship' }], next: 'bad' },
    { key: 'ship', name: 'Gọi tàu', next: 'end' },
    { key: 'bad', kind: 'LOOP', name: 'Còn suy hao?', outcomes: [{ outcome: 'true', next: 'splice' }] },
    { key: 'learn', name: 'Rút kinh nghiệm', timeLimit: 'P5D', next: 'end' },
    { key: 'splice', name: 'Hàn lại', next: 'end' },
  ],
};

describe('What an organization writes itself', () => {
  test('is a playbook of CACAO, read back as it was written', async () => {
    const { steps, ...playbook } = await keep(saving, draft);
    const nameOf = (key: string) => steps.find((step) => step.key === key)!.name;
    expect(playbook).toMatchObject({
      name: 'Đứt cáp',
      version: 1,
      fits: [
        { class: 'availability', type: 'outage' },
        { class: 'vulnerable', type: null },
      ],
    });
    expect(
      steps.map(({ name, dependsOn }) => [
        name,
        ...dependsOn.map(({ step, outcome }) => `${nameOf(step)}${outcome ? `=${outcome}` : ''}`),
      ]),
    ).toEqual([
      ['Xác nhận'],
      ['Báo cho nhà mạng', 'Xác nhận'],
      ['Tìm chỗ đứt', 'Xác nhận'],
      ['Ở ngoài biển?', 'Báo cho nhà mạng', 'Tìm chỗ đứt'],
      ['Gọi tàu', 'Ở ngoài biển?=true'],
      ['Còn suy hao?', 'Ở ngoài biển?=false', 'Gọi tàu'],
      ['Hàn lại', 'Còn suy hao?=true'],
      ['Rút kinh nghiệm', 'Còn suy hao?=false'],
    ]);
    expect(steps.find(({ name }) => name === 'Tìm chỗ đứt')).toMatchObject({
      kind: 'ACTION',
      description: 'Bằng OTDR.',
      role: 'OWNER',
      timeLimit: null,
    });
    expect(steps.find(({ name }) => name === 'Báo cho nhà mạng')).toMatchObject({
      role: 'COORDINATOR',
      timeLimit: 'PT30M',
      description: null,
    });
    expect(await keep(importing, { ...own, cacao: { ...playbook.cacao, id: idOf('playbook:5') } })).toMatchObject({
      name: 'Đứt cáp',
    });
  });

  test('sent again it stays as it stands, and keeps its identifier when it changes', async () => {
    const first = await keep(saving, draft);
    expect(await keep(saving, draft)).toEqual(first);
    const second = await keep(saving, { ...draft, name: 'Đứt cáp quang', version: first.version });
    expect(second).toMatchObject({
      id: first.id,
      cacaoId: first.cacaoId,
      name: 'Đứt cáp quang',
      version: first.version + 1,
    });
    expect(second.cacao['created']).toBe(first.cacao['created']);
    const { code } = await steward.refusal(saving, { input: { ...draft, version: first.version } });
    expect(code).toBe('CONFLICT');
    // Steps that are not sent stay.
    const { steps: _, ...head } = draft;
    expect((await keep(saving, head)).steps).toEqual(first.steps);
  });

  test.each<[string, Variables, RegExp]>([
    ['no steps', { steps: [] }, /^steps: /],
    ['the same key twice', { steps: [draft.steps[0], draft.steps[0]] }, /^steps\[1\]\.key: .*twice/],
    ['the key of the end', { steps: [{ key: 'end', name: 'x' }] }, /^steps\[0\]\.key/],
    ['a key that is not there', { steps: [{ key: 'a', name: 'x', next: 'b' }] }, /^steps\[0\]\.next: .*"b"/],
    [
      'a step that nothing leads to',
      {
        steps: [
          { key: 'a', name: 'x', next: 'end' },
          { key: 'b', name: 'y' },
        ],
      },
      /nothing leads/,
    ],
    [
      'a circle',
      {
        steps: [
          { key: 'a', name: 'x', next: 'b' },
          { key: 'b', name: 'y', next: 'a' },
        ],
      },
      /circle that never ends \(a -> b -> a\)/,
    ],
    ['a time that is none', { steps: [{ key: 'a', name: 'x', timeLimit: '4h' }] }, /^steps\[0\]\.timeLimit/],
    ['a time without end', { steps: [{ key: 'a', name: 'x', timeLimit: 'P999999W' }] }, /^steps\[0\]\.timeLimit/],
    [
      'a parallel of one',
      {
        steps: [
          { key: 'a', kind: 'PARALLEL', name: 'x', branches: ['b'] },
          { key: 'b', name: 'y' },
        ],
      },
      /^steps\[0\]\.branches/,
    ],
    ['a loop without a way', { steps: [{ key: 'a', kind: 'LOOP', name: 'x' }] }, /^steps\[0\]\.outcomes/],
    ['a class that RSIT has not', { fits: [{ class: 'magic' }] }, /^fits\[0\]: RSIT/],
    ['a type that RSIT has not', { fits: [{ class: 'availability', type: 'magic' }] }, /^fits\[0\]: RSIT/],
    ['the source of imports', { source: 'cacao' }, /^source: /],
    ['no name', { name: ' ' }, /^name: /],
    ['half a character', { name: 'a\ud83d' }, /half of a/],
  ])('%s is refused', async (_what, more, message) => {
    const refused = await steward.refusal(saving, { input: { ...draft, externalId: 'bad', ...more } });
    expect(refused.code).toBe('BAD_USER_INPUT');
    expect(refused.message).toMatch(message);
  });

  test('by two at once is one playbook', async () => {
    const input = { ...draft, externalId: 'at-once' };
    const kept = await Promise.all(Array.from({ length: 6 }, (_, i) => keep(saving, { ...input, name: `N${i}` })));
    expect(new Set(kept.map(({ id }) => id)).size).toBe(1);
    expect(new Set(kept.map(({ cacaoId }) => cacaoId)).size).toBe(1);
  });
});

describe('Plans that come with the hub', () => {
  const list = `query($filter: PlaybookFilter) { playbooks(filter: $filter, first: 50) { nodes { id name version tlp owner { code } } totalCount } }`;
  const shippedTo = (viewer: Viewer) =>
    viewer.data<{ playbooks: { nodes: Kept[] } }>(list, { filter: { isOwned: { eq: false } } });
  beforeAll(async () => {
    const operator = createPool(hub.databaseUrl, 'hub_owner', { max: 4 });
    await Promise.all(Array.from({ length: 4 }, () => shipPlaybooks(operator)));
    await shipPlaybooks(operator);
    await operator.end();
  });

  test('are there once, however often they are brought, for every key', async () => {
    const { playbooks } = await shippedTo(steward);
    expect(playbooks.nodes).toHaveLength(6);
    expect(playbooks.nodes.map(({ version }) => version)).toEqual([1, 1, 1, 1, 1, 1]);
    expect((await shippedTo(partner)).playbooks).toEqual(playbooks);
    const nowhere = hub.as(await hub.key({ organization: 'MOH-IT', role: 'READER' }));
    expect((await shippedTo(nowhere)).playbooks).toEqual(playbooks);
  });

  test("are nobody's to change, and anybody's to copy", async () => {
    const { playbooks } = await shippedTo(steward);
    const [original] = playbooks.nodes;
    const copy = await keep(saving, {
      ...own,
      externalId: 'own-copy',
      name: 'Bản của chúng tôi',
      copyOf: original!.id,
    });
    expect(copy.cacao['derived_from']).toEqual([expect.stringMatching(/^playbook--/)]);
    expect(copy.id).not.toBe(original!.id);
    expect(copy.steps.length).toBeGreaterThan(5);
    const rows = await hub.sql(
      `SELECT count(*)::int AS count FROM playbook p WHERE p.owner_id IS NULL AND p.version = 1`,
    );
    expect(rows).toEqual([{ count: 6 }]);
    const { code } = await steward.refusal(saving, {
      input: { ...own, externalId: 'x', name: 'x', copyOf: `${original!.id.slice(0, -4)}0000` },
    });
    expect(code).toBe('NOT_FOUND');
  });

  test('are found for an incident that they fit', async () => {
    const document = `mutation($input: OpenIncidentInput!) { openIncident(input: $input) { incident { fittingPlaybooks { nodes { name } } } } }`;
    const input = {
      owner: 'RC-N',
      title: 'x',
      severity: 'MINOR',
      tlp: 'GREEN',
      classification: { class: 'availability', type: 'ddos' },
    };
    expect(await steward.data(document, { input })).toEqual({
      openIncident: { incident: { fittingPlaybooks: { nodes: [{ name: 'Denial of service' }] } } },
    });
  });
});

describe('Who sees a playbook', () => {
  const see = async (viewer: Viewer, id: string) =>
    (await viewer.data<{ playbook: object | null }>('query($id: ID!) { playbook(id: $id) { id } }', { id }))
      .playbook !== null;

  test.each([
    ['CLEAR', { national: true, south: true, partner: true }],
    ['GREEN', { national: true, south: true, partner: false }],
    ['AMBER', { national: true, south: false, partner: false }],
    ['AMBER_STRICT', { national: true, south: false, partner: false }],
    ['RED', { national: false, south: false, partner: false }],
  ])('that is marked %s', async (tlp, expected) => {
    await hub.sql(`UPDATE organization SET community_member = (code IN ('RC-N', 'RC-S', 'NMC'))`);
    const { id } = await keep(saving, { ...draft, externalId: `seen-${tlp}`, tlp });
    const south = hub.as(await hub.key({ organization: 'RC-S', role: 'READER' }));
    const found = {
      national: await see(hub.as(hub.keys.national), id),
      south: await see(south, id),
      partner: await see(partner, id),
    };
    expect(await see(steward, id)).toBe(true);
    expect(found).toEqual(expected);
  });

  test('by an agreement that shares incidents, of whatever severity', async () => {
    const { id } = await keep(saving, { ...draft, externalId: 'agreed', tlp: 'AMBER' });
    await hub.agreement({
      provider: 'RC-N',
      consumer: 'MOH',
      datasets: ['INCIDENTS'],
      ceiling: 'AMBER',
      leastSeverity: 'CRITICAL',
    });
    expect(await see(partner, id)).toBe(true);
  });

  test('only a steward of its owner writes it', async () => {
    const national = hub.as(await hub.key({ organization: 'NMC', role: 'STEWARD' }));
    const { code } = await national.refusal(saving, { input: { ...draft, externalId: 'theirs' } });
    expect(code).toBe('FORBIDDEN');
    const responder = hub.as(await hub.key({ organization: 'RC-N', role: 'RESPONDER' }));
    expect((await responder.refusal(saving, { input: draft })).message).toContain('STEWARD');
  });
});
