import { getNamedType } from 'graphql';
import { roles, type Role } from '../../src/directory/role.values';
import { startHub, type Hub } from '../support/hub';
import { issueBy } from '../support/keys';
import type { Variables } from '../support/viewer';

interface Known {
  /** Records that the key of NMC sees, that it does not see, and that nobody has. */
  ids: Record<'inc' | 'pbk' | 'tsk' | 'sil' | 'bnd' | 'wrn' | 'wru' | 'agr' | 'cli' | 'key', readonly string[]>;
}
interface Operation {
  least: Role;
  /** One input, or one for each record that it could be about. */
  inputs: (known: Known) => Variables[];
}

const batch = { inputs: () => [{ owner: 'NMC', source: 'desk', records: [] }] };
const about = (prefix: keyof Known['ids'], field = 'id', more: Variables = {}) => ({
  inputs: ({ ids }: Known) => [...ids[prefix], `${prefix}_x`, 'x'].map((id) => ({ [field]: id, ...more })),
});
const incident = {
  ...{ owner: 'NMC', source: 'desk', title: 'x', severity: 'INFO', tlp: 'AMBER' },
  classification: { class: 'availability', type: 'outage' },
};

const playbook = { externalId: 'x', name: 'x', tlp: 'AMBER', steps: [{ key: 'x', name: 'x' }] };
const bindingRule = { code: 'by-instance', target: 'DEVICE', lookup: 'NAME', key: { labels: ['instance'] } };

const quietWindow = { startsAt: '2099-01-01T00:00:00Z', endsAt: '2099-01-02T00:00:00Z' };
const warningRule = {
  ...{ code: 'hot', name: 'Hot', severity: 'MAJOR', select: { metric: 'temperature_celsius' } },
  threshold: { side: 'ABOVE', limit: 60 },
};

/** Role by operation: who may at least. Each role may what those before it may. */
const operations: Record<string, Operation> = {
  startExport: { least: 'READER', inputs: () => [{ content: 'RECORDS', format: 'NDJSON' }] },
  cancelExport: { least: 'READER', inputs: () => [{ id: 'exp_x' }] },
  upsertSites: { least: 'REPORTER', ...batch },
  upsertDevices: { least: 'REPORTER', ...batch },
  upsertInterfaces: { least: 'REPORTER', ...batch },
  upsertLinks: { least: 'REPORTER', ...batch },
  upsertVrfs: { least: 'REPORTER', ...batch },
  upsertPrefixes: { least: 'REPORTER', ...batch },
  upsertAddresses: { least: 'REPORTER', ...batch },
  upsertInformationSystems: { least: 'REPORTER', ...batch },
  saveExpectedInterval: {
    least: 'REPORTER',
    inputs: () => ['NMC', 'NOBODY'].map((owner) => ({ owner, source: 'probe', intervalSeconds: 60 })),
  },
  ingestSamples: { least: 'REPORTER', inputs: () => [{ owner: 'NMC', source: 'probe', batches: [] }] },
  openIncident: { least: 'REPORTER', inputs: () => [incident] },
  upsertIncidents: { least: 'REPORTER', ...batch },
  saveFeed: {
    least: 'REPORTER',
    inputs: () => ['NMC', 'NOBODY'].map((owner) => ({ owner, code: 'all' })),
  },
  startPlaybook: { least: 'RESPONDER', ...about('inc', 'incident', { playbook: 'pbk_x' }) },
  addTask: { least: 'RESPONDER', ...about('inc', 'incident', { name: 'x' }) },
  takeTask: { least: 'RESPONDER', ...about('tsk', 'task', { version: 1 }) },
  completeTask: { least: 'RESPONDER', ...about('tsk', 'task', { version: 1 }) },
  skipTask: { least: 'RESPONDER', ...about('tsk', 'task', { version: 1, reason: 'x' }) },
  assignTask: { least: 'RESPONDER', ...about('tsk', 'task', { version: 1, assignee: 'NMC' }) },
  savePlaybook: { least: 'STEWARD', inputs: () => ['NMC', 'NOBODY'].map((owner) => ({ ...playbook, owner })) },
  importPlaybook: {
    least: 'STEWARD',
    inputs: () => ['NMC', 'NOBODY'].map((owner) => ({ owner, tlp: 'AMBER', cacao: {} })),
  },
  addTimelineEntry: {
    least: 'REPORTER',
    ...about('inc', 'incident', { source: 'desk', kind: 'NOTE', text: 'x' }),
  },
  ...Object.fromEntries(
    Object.entries({
      transitionIncident: { version: 1, to: 'TRIAGED' },
      updateIncident: { version: 1, title: 'x' },
      handOverIncident: { version: 1, to: 'RC-N' },
      answerHandOver: { version: 1, accept: true },
    }).map(([name, more]): [string, Operation] => [name, { least: 'RESPONDER', ...about('inc', 'incident', more) }]),
  ),
  mergeIncidents: {
    least: 'RESPONDER',
    inputs: ({ ids }) =>
      [...ids.inc, 'x'].map((incident) => ({ into: { incident, version: 1 }, duplicates: [{ incident, version: 1 }] })),
  },
  linkIncidents: { least: 'RESPONDER', ...about('inc', 'incident', { kind: 'RELATED', other: 'inc_x' }) },
  unlinkIncidents: { least: 'RESPONDER', ...about('inc', 'incident', { other: 'inc_x' }) },
  scheduleMaintenance: {
    least: 'REPORTER',
    inputs: () => ['NMC', 'NOBODY'].map((owner) => ({ owner, externalId: 'x', title: 'x', ...quietWindow })),
  },
  saveSilence: {
    least: 'RESPONDER',
    inputs: () => ['NMC', 'NOBODY'].map((owner) => ({ owner, reason: 'x', mostSeverity: 'INFO', ...quietWindow })),
  },
  endSilence: { least: 'RESPONDER', ...about('sil') },
  raiseWarning: {
    least: 'REPORTER',
    inputs: () => ['NMC', 'NOBODY'].map((owner) => ({ owner, externalId: 'x', severity: 'INFO', explanation: 'x' })),
  },
  clearWarning: { least: 'REPORTER', ...about('wrn') },
  saveWarningRule: { least: 'RESPONDER', inputs: () => ['NMC', 'NOBODY'].map((owner) => ({ ...warningRule, owner })) },
  removeWarningRule: { least: 'RESPONDER', ...about('wru') },
  acknowledgeWarning: { least: 'RESPONDER', ...about('wrn') },
  watchSeries: { least: 'RESPONDER', inputs: () => ['NMC', 'NOBODY'].map((owner) => ({ owner, watch: false })) },
  upsertOrganizations: { least: 'STEWARD', inputs: () => [{ records: [] }] },
  upsertRegions: { least: 'STEWARD', inputs: () => [{ records: [] }] },
  saveMetric: { least: 'STEWARD', inputs: () => [{ name: 'ping_seconds' }, { name: 'nobody_measures' }] },
  saveRetention: { least: 'STEWARD', inputs: () => [{ levels: [] }] },
  saveBindingRule: {
    least: 'STEWARD',
    inputs: () => ['NMC', 'NOBODY'].map((owner) => ({ ...bindingRule, owner })),
  },
  removeBindingRule: { least: 'STEWARD', ...about('bnd') },
  proposeAgreement: {
    least: 'STEWARD',
    inputs: () => [
      { provider: 'NMC', consumer: 'MOH', title: 'x', legalBasis: 'Decree 1', datasets: ['INVENTORY'] },
      { provider: 'NOBODY', consumer: 'NOBODY', title: 'x', legalBasis: 'x', datasets: [] },
    ],
  },
  acceptAgreement: { least: 'STEWARD', ...about('agr') },
  revokeAgreement: { least: 'STEWARD', ...about('agr') },
  saveSharingGroup: { least: 'STEWARD', inputs: () => [{ owner: 'NMC', code: 'G', name: 'G', members: [] }] },
  issueKey: {
    least: 'STEWARD',
    inputs: () => ['NMC', 'NOBODY'].map((organization) => ({ organization, label: 'x', role: 'READER' })),
  },
  rotateKey: { least: 'STEWARD', ...about('cli', 'client') },
  revokeKey: { least: 'STEWARD', ...about('key') },
  revokeClient: { least: 'STEWARD', ...about('cli') },
  // Of its own API client.
  saveWebhook: { least: 'READER', inputs: () => [{ label: 'x', url: 'https://partner.example/' }] },
  rotateWebhookSecret: { least: 'READER', inputs: () => [{ webhook: 'whk_x' }] },
  redeliver: { least: 'READER', inputs: () => [{ webhook: 'whk_x', after: 'x' }] },
  removeWebhook: { least: 'READER', inputs: () => [{ id: 'whk_x' }] },
};

let hub: Hub;
let known: Known;
beforeAll(async () => {
  hub = await startHub();
  known = { ids: await recordsOf() };
});
afterAll(() => hub.stop());

/** Of each kind one that NMC sees, one that it does not, and one that is not there. */
async function recordsOf(): Promise<Known['ids']> {
  await hub.agreement({ provider: 'NMC', consumer: 'MOH' });
  const open = async (owner: string) => {
    const steward = await hub.stewardOf(owner);
    const document = 'mutation($input: OpenIncidentInput!) { opened: openIncident(input: $input) { incident { id } } }';
    const { opened } = await steward.data<{ opened: { incident: { id: string } } }>(document, {
      input: { ...incident, owner },
    });
    return opened.incident.id;
  };
  const respond = async (owner: string, incidentId: string) => {
    const steward = await hub.stewardOf(owner);
    const saving = 'mutation($input: SavePlaybookInput!) { saved: savePlaybook(input: $input) { playbook { id } } }';
    const adding = 'mutation($input: AddTaskInput!) { added: addTask(input: $input) { task { id } } }';
    const { saved } = await steward.data<{ saved: { playbook: { id: string } } }>(saving, {
      input: { ...playbook, owner },
    });
    const { added } = await steward.data<{ added: { task: { id: string } } }>(adding, {
      input: { incident: incidentId, name: 'x' },
    });
    return { pbk: saved.playbook.id, tsk: added.task.id };
  };
  const responses = async () => {
    const [seen, unseen] = [await open('NMC'), await open('MOH')];
    const [near, far] = [await respond('NMC', seen), await respond('MOH', unseen)];
    return { inc: three(seen, unseen), pbk: three(near.pbk, far.pbk), tsk: three(near.tsk, far.tsk) };
  };
  const bind = async (owner: string) => {
    const steward = await hub.stewardOf(owner);
    const document =
      'mutation($input: SaveBindingRuleInput!) { saved: saveBindingRule(input: $input) { bindingRule { id } } }';
    const { saved } = await steward.data<{ saved: { bindingRule: { id: string } } }>(document, {
      input: { ...bindingRule, owner },
    });
    return saved.bindingRule.id;
  };
  const hush = async (owner: string) => {
    const steward = await hub.stewardOf(owner);
    const document = 'mutation($input: SaveSilenceInput!) { saved: saveSilence(input: $input) { silence { id } } }';
    const { saved } = await steward.data<{ saved: { silence: { id: string } } }>(document, {
      input: { owner, reason: 'x', mostSeverity: 'INFO', ...quietWindow },
    });
    return saved.silence.id;
  };
  const warn = async (owner: string) => {
    const steward = await hub.stewardOf(owner);
    const document = 'mutation($input: RaiseWarningInput!) { raised: raiseWarning(input: $input) { warning { id } } }';
    const input = { externalId: 'known', severity: 'INFO', explanation: 'x' };
    return (await steward.data<{ raised: { warning: { id: string } } }>(document, { input })).raised.warning.id;
  };
  const watch = async (owner: string) => {
    const steward = await hub.stewardOf(owner);
    const document =
      'mutation($input: SaveWarningRuleInput!) { saved: saveWarningRule(input: $input) { warningRule { id } } }';
    const { saved } = await steward.data<{ saved: { warningRule: { id: string } } }>(document, {
      input: { ...warningRule, owner },
    });
    return saved.warningRule.id;
  };
  const [national, partner] = [hub.as(hub.keys.national), hub.as(hub.keys.partner)];
  const [own, hidden] = [await issueBy(national, 'NMC'), await issueBy(partner, 'MOH')];
  const absent = (id: string) => `${id.slice(0, -12)}000000000000`;
  const three = (seen: string, unseen: string) => [seen, unseen, absent(seen)];
  return {
    sil: three(await hush('NMC'), await hush('MOH')),
    ...(await responses()),
    bnd: three(await bind('NMC'), await bind('MOH')),
    wrn: three(await warn('NMC'), await warn('MOH')),
    wru: three(await watch('NMC'), await watch('MOH')),
    agr: three(
      await hub.propose({ provider: 'NMC', consumer: 'RC-N' }),
      await hub.propose({ provider: 'MOH', consumer: 'MOH-IT' }),
    ),
    cli: three(own.client.id, hidden.client.id),
    key: three(own.key.id, hidden.key.id),
  };
}

const mutations = () => hub.schema.getMutationType()!.getFields();
const documentOf = (name: string): string => {
  const input = getNamedType(mutations()[name]!.args[0]!.type).name;
  return `mutation($input: ${input}!) { ${name}(input: $input) { __typename } }`;
};

test('Every mutation of the schema stands in the table of roles, and nothing else does', () => {
  expect(Object.keys(operations).sort()).toEqual(Object.keys(mutations()).sort());
});

test('Every mutation takes one input, so that its role is the first thing that is asked', () => {
  for (const [name, { args }] of Object.entries(mutations()))
    expect({ name, args: args.map((argument) => argument.name) }).toEqual({ name, args: ['input'] });
});

describe.each(roles)('A %s', (role) => {
  const mayNot = ({ least }: Operation) => roles.indexOf(role) < roles.indexOf(least);
  const named = (names: boolean) => Object.keys(operations).filter((name) => mayNot(operations[name]!) === names);

  test('may do what its role gives', async () => {
    const viewer = hub.as(await hub.key({ organization: 'NMC', role }));
    for (const name of named(false)) {
      const [input] = operations[name]!.inputs(known);
      const { errors } = await viewer.query(documentOf(name), { input });
      const codes = errors.map(({ extensions }) => extensions?.['code']);
      // What stands in the way of an input is its matter, not the role's.
      expect({ name, codes: codes.filter((code) => code === 'FORBIDDEN' || code === 'INTERNAL') }).toEqual({
        name,
        codes: name === 'acceptAgreement' || name === 'answerHandOver' ? ['FORBIDDEN'] : [],
      });
    }
  });

  test('is told which role is missing for anything else, whatever record it names', async () => {
    const viewer = hub.as(await hub.key({ organization: 'NMC', role }));
    for (const name of named(true)) {
      const { least, inputs } = operations[name]!;
      const answers = new Set<string>();
      for (const input of inputs(known)) {
        const { code, message } = await viewer.refusal(documentOf(name), { input });
        expect({ name, code }).toEqual({ name, code: 'FORBIDDEN' });
        answers.add(message);
      }
      expect({ name, answers: [...answers] }).toEqual({ name, answers: [expect.stringContaining(role)] });
      expect([...answers][0]).toContain(least);
    }
  });

  test('changes nothing by that', async () => {
    const viewer = hub.as(await hub.key({ organization: 'NMC', role }));
    const changes = () => hub.sql(`SELECT count(*)::int AS count FROM private.change c`);
    const before = await changes();
    for (const name of named(true))
      for (const input of operations[name]!.inputs(known)) await viewer.refusal(documentOf(name), { input });
    expect(await changes()).toEqual(before);
  });
});

describe('A key that may not write for an organization', () => {
  const owned = Object.keys(operations).filter((name) =>
    /^upsert(?!Organ|Regions)|^ingest|^open|^propose|^saveSharing/.test(name),
  );

  test.each(['RC-S', 'NMC', 'MOH'])('is told so of %s, by every mutation that names one', async (owner) => {
    const viewer = hub.as(hub.keys.regional);
    for (const name of owned) {
      const [given] = operations[name]!.inputs(known) as [Variables];
      const input = { ...given, [name === 'proposeAgreement' ? 'provider' : 'owner']: owner };
      const { code, message } = await viewer.refusal(documentOf(name), { input });
      expect({ name, code, message }).toEqual({
        name,
        code: 'FORBIDDEN',
        message: expect.stringContaining(`"${owner}"`),
      });
    }
  });
});
