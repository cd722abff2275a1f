import { startHub, type Hub } from '../../support/hub';
import { BindingDesk, type Labels } from './binding-desk';

let hub: Hub;
let desk: BindingDesk;
beforeAll(async () => {
  hub = await startHub();
  const keyOf = Object.fromEntries(
    await Promise.all(
      ['NMC', 'RC-N', 'RC-S', 'MOH'].map(async (organization) => {
        const writesFor = organization === 'NMC' ? ['RC-S'] : [];
        return [organization, await hub.key({ organization, role: 'REPORTER', writesFor })] as const;
      }),
    ),
  );
  desk = new BindingDesk(hub, { ...keyOf, 'NMC for RC-S': keyOf['NMC']! });
});
afterAll(async () => {
  await desk.end();
  await hub.stop();
});

describe('What a monitoring system pushes', () => {
  test('of a node exporter is bound to the device whose name stands in its instance', async () => {
    const device = await hub.device({ owner: 'RC-N', name: 'Core-HNI-1' });
    await desk.save('RC-N', { code: 'node', source: 'node', metricPattern: 'node_.*' });
    const labels: Labels[] = [{ instance: 'core-hni-1:9100' }, { instance: 'unheard-of:9100' }, { job: 'node' }];
    await desk.push('RC-N', 'node_load1', labels, { source: 'node' });
    expect(await desk.series('RC-N', { metric: { name: { eq: 'node_load1' } } })).toEqual([
      {
        id: expect.stringMatching(/^ser_/) as string,
        ...{ labels: labels[0], unboundReason: null, bindingRule: { code: 'node' } },
        subject: { __typename: 'Device', id: device.id },
      },
      expect.objectContaining({ labels: labels[1], unboundReason: 'NOT_FOUND', subject: null, bindingRule: null }),
      expect.objectContaining({ labels: labels[2], unboundReason: 'NO_RULE', subject: null }),
    ]);
  });

  test('of another source or metric is not for the rule', async () => {
    await desk.push('RC-N', 'node_load1', [{ instance: 'core-hni-1' }], { source: 'other' });
    await desk.push('RC-N', 'up', [{ instance: 'core-hni-1' }], { source: 'node' });
    const alien = { instance: 'core-hni-1' };
    const seen = await desk.series('RC-N', { isBound: { eq: false }, unboundReason: { eq: 'NO_RULE' } });
    expect(seen.filter(({ labels }) => JSON.stringify(labels) === JSON.stringify(alien))).toHaveLength(2);
  });

  test('of an SNMP exporter is bound to the interface that ifName names on the device found by its address', async () => {
    const device = await hub.device({ owner: 'RC-N', managementAddress: '10.0.0.7' });
    const port = await hub.interface({ device, name: 'GigabitEthernet0/1' });
    await hub.interface({ device, name: 'GigabitEthernet0/2' });
    await desk.save('RC-N', {
      ...{ code: 'snmp', source: 'snmp', target: 'INTERFACE', lookup: 'MANAGEMENT_ADDRESS' },
      ...{
        key: { labels: ['instance'] },
        interfaceName: { labels: ['ifName'], pattern: 'Gi(.+)', replacement: 'GigabitEthernet$1' },
      },
    });
    const asked = ['Gi0/1', 'Gi0/9'].map((ifName) => ({ instance: '10.0.0.7', ifName }));
    await desk.push('RC-N', 'ifHCInOctets', [...asked, { instance: 'no address', ifName: 'Gi0/2' }], {
      source: 'snmp',
    });
    expect(await desk.bound('RC-N', 'ifHCInOctets', 'ifName')).toEqual({
      ...{ 'Gi0/1': port.id, 'Gi0/9': 'NOT_FOUND', 'Gi0/2': 'NO_RULE' },
    });
  });

  test('is bound by external ids, by names of links, by codes of sites, systems and the organization itself', async () => {
    const [device, link] = [
      await hub.device({ owner: 'RC-N', externalId: 'dcim.device:9' }),
      await hub.link({ owner: 'RC-N', name: 'HNI – HPG 1' }),
    ];
    const port = await hub.interface({ device, externalId: 'dcim.interface:9' });
    const [site, system] = [
      await hub.site({ owner: 'RC-N', code: 'HNI-01' }),
      await hub.system({ owner: 'RC-N', code: 'DVC-QG' }),
    ];
    const by = (label: string, target: string, lookup: string, more = {}) =>
      desk.save('RC-N', {
        code: label,
        source: 'mixed',
        target,
        lookup,
        key: { labels: [label] },
        conditions: [{ label, matches: '.+' }],
        ...more,
      });
    await by('netbox_id', 'DEVICE', 'EXTERNAL_ID', { objectSource: 'netbox' });
    await by('port_id', 'INTERFACE', 'EXTERNAL_ID', { objectSource: 'netbox' });
    await by('circuit', 'LINK', 'NAME');
    await by('place', 'SITE', 'CODE');
    await by('service', 'INFORMATION_SYSTEM', 'CODE');
    await by('tenant', 'ORGANIZATION', 'CODE');
    const labels: Labels[] = [
      ...[
        { netbox_id: 'dcim.device:9' },
        { port_id: 'dcim.interface:9' },
        { circuit: 'hni – hpg 1' },
        { place: 'HNI-01' },
      ],
      ...[{ service: 'DVC-QG' }, { tenant: 'RC-N' }, { tenant: 'RC-S' }, { place: 'hni-01' }],
    ];
    await desk.push('RC-N', 'mixed', labels, { source: 'mixed' });
    const seen = await desk.series('RC-N', { metric: { name: { eq: 'mixed' } } });
    const [own] = await hub.sql<{ id: string }>(
      `SELECT 'org_' || o.id AS id FROM organization o WHERE o.code = 'RC-N'`,
    );
    const found = [...[device, port, link, site, system].map(({ id }) => id), own!.id];
    expect(seen.map(({ subject, unboundReason }) => subject?.id ?? unboundReason)).toEqual([
      ...found,
      'NOT_FOUND',
      'NOT_FOUND',
    ]);
  });

  test('takes so many statements, however many series are new, and none more where they are known', async () => {
    const labels = Array.from({ length: 1000 }, (_, n) => ({ instance: `core-hni-1:${n}` }));
    await desk.push('RC-N', 'node_many', labels.slice(0, 1), { source: 'node' });
    const asking = () => hub.statements.filter((text) => /binding_rules_of|find_subjects/.test(text)).length;
    const before = hub.statements.length;
    await desk.push('RC-N', 'node_many', labels.slice(0, 2), { source: 'node' });
    const forOne = hub.statements.length - before;
    expect(asking()).toBeGreaterThan(0);
    const [all, binding] = [hub.statements.length, asking()];
    await desk.push('RC-N', 'node_many', labels, { source: 'node' });
    expect({ all: hub.statements.length - all, binding: asking() - binding }).toEqual({ all: forOne, binding: 2 });
    const known = asking();
    await desk.push('RC-N', 'node_many', labels, { source: 'node', minute: 1 });
    expect(asking()).toBe(known);
    expect(
      await hub.sql(
        `SELECT count(*)::int FROM series s JOIN metric m ON m.id = s.metric_id WHERE m.name = 'node_many' AND s.device_id IS NOT NULL`,
      ),
    ).toEqual([{ count: 1000 }]);
  });
});

describe('Series that no rule binds', () => {
  const window = `query($id: ID!) { node(id: $id) { ... on Device { series { nodes { metric { name } labels
    window(from: "2026-11-01T00:00:00Z", to: "2026-11-02T00:00:00Z", resolution: RAW, maxPoints: 10) { timestamps values } } } } } }`;

  test('are listed as unbound, and bound later with all that came before by a rule that is mended', async () => {
    const device = await hub.device({ owner: 'RC-S', name: 'agg-7' });
    const wrong = { code: 'mended', key: { labels: ['host'] } };
    expect(await desk.save('RC-S', wrong)).toMatchObject({ appliedAt: null, removedAt: null });
    for (const minute of [0, 1]) await desk.push('RC-S', 'mended_load', [{ instance: 'agg-7:9100' }], { minute });
    const unbound = { metric: { name: { eq: 'mended_load' } }, isBound: { eq: false } };
    expect(await desk.series('RC-S', unbound)).toMatchObject([{ unboundReason: 'NO_RULE' }]);
    await desk.save('RC-S', { code: 'mended' });
    await desk.goRound();
    expect(await desk.series('RC-S', unbound)).toEqual([]);
    const { node } = await hub
      .as(hub.keys.national)
      .data<{ node: { series: { nodes: unknown[] } } }>(window, { id: device.id });
    const timestamps = ['2026-11-01T00:00:00Z', '2026-11-01T00:01:00Z'];
    expect(node.series.nodes).toEqual([
      { metric: { name: 'mended_load' }, labels: { instance: 'agg-7:9100' }, window: { timestamps, values: [0, 1] } },
    ]);
    const rules = await hub
      .as(hub.keys.national)
      .data('{ bindingRules(filter: { code: { eq: "mended" } }) { nodes { appliedAt series { totalCount } } } }');
    expect(rules).toEqual({
      bindingRules: { nodes: [{ appliedAt: expect.any(String) as string, series: { totalCount: 1 } }] },
    });
  });

  test('are bound as soon as the device is there that they wait for', async () => {
    await desk.push('RC-S', 'waiting', [{ instance: 'new-in-rack' }]);
    await desk.goRound();
    expect(await desk.bound('RC-S', 'waiting', 'instance')).toEqual({ 'new-in-rack': 'NOT_FOUND' });
    const device = await hub.device({ owner: 'RC-S', name: 'new-in-rack' });
    await desk.goRound();
    expect(await desk.bound('RC-S', 'waiting', 'instance')).toEqual({ 'new-in-rack': device.id });
  });

  test('of before and those that ingestSamples makes are asked about in the next round', async () => {
    const device = await hub.device({ owner: 'RC-S', name: 'from-graphql' });
    const batch = { metric: 'said', labels: { instance: 'from-graphql' }, timestamps: [], values: [] };
    await (
      await hub.stewardOf('RC-S')
    ).data(ingesting, { input: { owner: 'RC-S', source: 'poller', batches: [batch] } });
    expect(await desk.bound('RC-S', 'said', 'instance')).toEqual({ 'from-graphql': 'PENDING' });
    await desk.goRound();
    expect(await desk.bound('RC-S', 'said', 'instance')).toEqual({ 'from-graphql': device.id });
  });

  test('stay so where two devices have the name, until one is retired; a later rule does not guess', async () => {
    const twins = [
      await hub.device({ owner: 'RC-S', name: 'twin' }),
      await hub.device({ owner: 'RC-S', name: 'Twin' }),
    ];
    await hub.link({ owner: 'RC-S', name: 'twin' });
    await desk.save('RC-S', { code: 'last', position: 200, target: 'LINK' });
    await desk.push('RC-S', 'doubled', [{ instance: 'twin' }]);
    await desk.goRound();
    expect(await desk.bound('RC-S', 'doubled', 'instance')).toEqual({ twin: 'AMBIGUOUS' });
    await hub.sql(`UPDATE device SET status = 'RETIRED' WHERE id = $1`, [twins[0]!.id.slice(4)]);
    await desk.goRound();
    expect(await desk.bound('RC-S', 'doubled', 'instance')).toEqual({ twin: twins[1]!.id });
  });
});

const ingesting = `mutation($input: IngestSamplesInput!) { ingestSamples(input: $input) { newSeries refused { message } } }`;

describe('A rule', () => {
  test('never overrides what the sender says, whichever came first', async () => {
    const [named, said] = [await hub.device({ owner: 'RC-S', name: 'named' }), await hub.device({ owner: 'RC-S' })];
    await desk.push('RC-S', 'insisted', [{ instance: 'named' }]);
    expect(await desk.bound('RC-S', 'insisted', 'instance')).toEqual({ named: named.id });
    const batch = {
      metric: 'insisted',
      labels: { instance: 'named' },
      subject: { device: { id: said.id } },
      timestamps: [],
      values: [],
    };
    const input = { owner: 'RC-S', source: 'prometheus', batches: [batch] };
    const steward = await hub.stewardOf('RC-S');
    await steward.data(ingesting, { input });
    await desk.save('RC-S', { code: 'again', position: 1 });
    await desk.goRound();
    expect(await desk.series('RC-S', { metric: { name: { eq: 'insisted' } } })).toMatchObject([
      { subject: { id: said.id }, bindingRule: null, unboundReason: null },
    ]);
    // Without a subject it keeps the one it has.
    await steward.data(ingesting, { input: { ...input, batches: [{ ...batch, subject: null }] } });
    expect(await desk.bound('RC-S', 'insisted', 'instance')).toEqual({ named: said.id });
  });

  test('that is removed lets go what it has bound, and is gone then; its history is there', async () => {
    await hub.device({ owner: 'RC-S', name: 'let-go' });
    const { id } = await desk.save('RC-S', { code: 'a-short', position: 1, source: 'short' });
    await desk.push('RC-S', 'held', [{ instance: 'let-go' }], { source: 'short' });
    const of = { metric: { name: { eq: 'held' } } };
    expect(await desk.series('RC-S', of)).toMatchObject([{ bindingRule: { code: 'a-short' } }]);
    expect(await desk.remove('RC-S', id)).toMatchObject({ id, removedAt: expect.any(String) as string });
    await desk.push('RC-S', 'held', [{ instance: 'let-go', n: '2' }], { source: 'short' });
    expect((await desk.series('RC-S', of))[1]!.bindingRule?.code).not.toBe('a-short');
    await desk.goRound();
    expect((await desk.series('RC-S', of)).map(({ bindingRule }) => bindingRule?.code)).toEqual(['again', 'again']);
    expect(await hub.sql('SELECT r.code FROM binding_rule r WHERE r.id = $1', [id.slice(4)])).toEqual([]);
    const changes = await hub.sql('SELECT c.operation FROM private.change c WHERE c.record_id = $1 ORDER BY c.seq', [
      id.slice(4),
    ]);
    expect(changes).toEqual([{ operation: 'CREATED' }, { operation: 'UPDATED' }, { operation: 'DELETED' }]);
  });

  test('that comes first takes over what later ones have bound; what stands bound stays, also out of reach', async () => {
    const [device, site] = [
      await hub.device({ owner: 'RC-S', name: 'over' }),
      await hub.site({ owner: 'RC-S', name: 'over' }),
    ];
    await desk.push('RC-S', 'taken_over', [{ instance: 'over', room: 'over' }]);
    expect(await desk.bound('RC-S', 'taken_over', 'instance')).toEqual({ over: device.id });
    await hub.sql(`UPDATE device SET name = 'renamed' WHERE id = $1`, [device.id.slice(4)]);
    await desk.save('RC-S', { code: 'unrelated', position: 300, source: 'unrelated' });
    await desk.goRound();
    expect(await desk.bound('RC-S', 'taken_over', 'instance')).toEqual({ over: device.id });
    await desk.save('RC-S', { code: 'a-first', position: 1, target: 'SITE', key: { labels: ['room'] } });
    await desk.goRound();
    expect(await desk.bound('RC-S', 'taken_over', 'instance')).toEqual({ over: site.id });
  });

  test('sent again as it stands is no change, and has nothing bound anew', async () => {
    const { id, appliedAt } = await desk.save('RC-S', { code: 'unrelated', position: 300, source: 'unrelated' });
    expect(appliedAt).not.toBeNull();
    const [{ count } = { count: 0 }] = await hub.sql<{ count: number }>(
      'SELECT count(*)::int FROM private.change c WHERE c.record_id = $1',
      [id.slice(4)],
    );
    expect(count).toBe(1);
  });
});

describe('What a rule reaches', () => {
  test('is its own inventory, and of others what its organization sees: hidden and missing are one', async () => {
    const [hidden] = [await hub.device({ owner: 'MOH', name: 'ministry-gw', managementAddress: '10.9.9.9' })];
    await desk.save('RC-N', { code: 'own', source: 'own' });
    await desk.save('RC-N', { code: 'foreign', source: 'foreign', inventoryOf: ['MOH', 'RC-N'] });
    await desk.save('RC-N', { code: 'address', source: 'address', inventoryOf: ['MOH'], lookup: 'MANAGEMENT_ADDRESS' });
    const labels = [{ instance: 'ministry-gw' }, { instance: 'nowhere' }];
    await desk.push('RC-N', 'own_metric', labels, { source: 'own' });
    await desk.push('RC-N', 'foreign_metric', labels, { source: 'foreign' });
    await desk.push('RC-N', 'address_metric', [{ instance: '10.9.9.9' }, { instance: '10.9.9.8' }], {
      source: 'address',
    });
    const seen = () =>
      Promise.all(
        ['own_metric', 'foreign_metric', 'address_metric'].map((metric) => desk.bound('RC-N', metric, 'instance')),
      );
    const none = { 'ministry-gw': 'NOT_FOUND', nowhere: 'NOT_FOUND' };
    const nowhere = { '10.9.9.9': 'NOT_FOUND', '10.9.9.8': 'NOT_FOUND' };
    expect(await seen()).toEqual([none, none, nowhere]);
    await desk.goRound();
    expect(await seen()).toEqual([none, none, nowhere]);

    const agreement = await hub.agreement({ provider: 'MOH', consumer: 'RC-N', withheld: ['MANAGEMENT_ADDRESS'] });
    await desk.goRound();
    expect(await seen()).toEqual([none, { ...none, 'ministry-gw': hidden.id }, nowhere]);

    await hub.revoke(agreement, 'MOH');
    await desk.goRound();
    // It stays as with ingestSamples; what is new is not bound any more.
    await desk.push('RC-N', 'foreign_metric', [{ instance: 'ministry-gw', n: '2' }], { source: 'foreign' });
    const [first, second] = await desk.series('RC-N', {
      metric: { name: { eq: 'foreign_metric' } },
      source: { eq: 'foreign' },
    });
    expect(first!.bindingRule?.code).toBe('foreign');
    expect(second!.bindingRule).toBeNull();
    const [owner] = await hub.sql<{ code: string }>(
      `SELECT o.code FROM series s JOIN organization o ON o.id = s.owner_id WHERE s.device_id = $1`,
      [hidden.id.slice(4)],
    );
    expect(owner).toEqual({ code: 'MOH' });
  });

  test('is what the writer sees, also where who stands above it pushes in its name', async () => {
    await hub.device({ owner: 'NMC', name: 'above-all' });
    await desk.save('RC-S', { code: 'upward', source: 'upward', inventoryOf: ['NMC'] });
    const series = [
      { metric: 'upward', labels: { instance: 'above-all' }, timestamps: [Date.UTC(2026, 10, 1)], values: [1] },
    ];
    const response = await hub.app.inject({
      method: 'POST',
      url: '/ingest/samples?owner=RC-S&source=upward',
      headers: {
        authorization: `Bearer ${await hub.key({ organization: 'NMC', role: 'REPORTER', writesFor: ['RC-S'] })}`,
        'content-type': 'application/json',
      },
      payload: JSON.stringify({ series }),
    });
    expect(response.json()).toMatchObject({ newSeries: 1 });
    expect(await desk.bound('RC-S', 'upward', 'instance')).toEqual({ 'above-all': 'NOT_FOUND' });
  });

  test('is for stewards of its owner to say, and for its side alone to see', async () => {
    const rule = { ...{ owner: 'RC-N', code: 'x', target: 'DEVICE', lookup: 'NAME' }, key: { labels: ['instance'] } };
    const save = `mutation($input: SaveBindingRuleInput!) { saveBindingRule(input: $input) { bindingRule { id } } }`;
    const reporter = hub.as(await hub.key({ organization: 'RC-N', role: 'REPORTER' }));
    expect(await reporter.refusal(save, { input: rule })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await hub.as(hub.keys.partner).refusal(save, { input: rule })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await hub.as(hub.keys.national).refusal(save, { input: rule })).toMatchObject({ code: 'FORBIDDEN' });
    const codes = async (key: string) => {
      const { bindingRules } = await hub
        .as(key)
        .data<{ bindingRules: { nodes: { owner: { code: string } }[] } }>(
          '{ bindingRules(first: 100) { nodes { owner { code } } } }',
        );
      return [...new Set(bindingRules.nodes.map(({ owner }) => owner.code))].sort();
    };
    expect(await codes(hub.keys.national)).toEqual(['RC-N', 'RC-S']);
    expect(await codes(hub.keys.regional)).toEqual(['RC-N']);
    expect(await codes(hub.keys.partner)).toEqual([]);
    const { id } = await desk.save('RC-N', { code: 'node', source: 'node', metricPattern: 'node_.*' });
    const remove = `mutation($id: ID!) { removeBindingRule(input: { id: $id }) { bindingRule { id } } }`;
    expect(await hub.as(hub.keys.partner).refusal(remove, { id })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await hub.as(hub.keys.national).refusal(remove, { id })).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('A rule that can not be is refused by its field', () => {
  test.each([
    [{ code: 'no spaces' }, 'code: '],
    [{ position: 0 }, 'position: '],
    [{ source: 'Prometheus' }, 'source: '],
    [{ metricPattern: '(' }, 'metricPattern: a "(" is not closed'],
    [{ target: 'ORGANIZATION' }, 'lookup: a ORGANIZATION is found by CODE'],
    [{ lookup: 'EXTERNAL_ID' }, 'objectSource: '],
    [{ objectSource: 'netbox' }, 'objectSource: '],
    [{ target: 'INTERFACE' }, 'interfaceName: '],
    [{ interfaceName: { labels: ['ifName'] } }, 'interfaceName: '],
    [{ conditions: [{ label: '1st', equals: '' }] }, 'conditions[0].label: '],
    [{ conditions: [{ label: 'job' }] }, 'conditions[0]: '],
    [{ conditions: [{ label: 'job', matches: '(?=x)' }] }, 'conditions[0].matches: '],
    [{ key: { labels: [] } }, 'key.labels: '],
    [{ key: { labels: ['a-b'] } }, 'key.labels: '],
    [{ key: { labels: ['instance'], pattern: '.*' } }, 'key: $1 stands for a group'],
    [{ inventoryOf: [] }, 'inventoryOf: '],
    [{ inventoryOf: ['NOBODY'] }, 'inventoryOf: there is no Organization'],
  ])('%j', async (rule, words) => {
    const { code, message } = await desk.refusal('MOH', rule);
    expect({ code, message }).toEqual({ code: 'BAD_USER_INPUT', message: expect.stringContaining(words) as string });
  });

  test('nor more of them than a series can be asked about', async () => {
    const heavy = { conditions: Array.from({ length: 8 }, () => ({ label: 'a', matches: '(?:a{100}){3}' })) };
    for (let n = 0; n < 4; n += 1) await desk.save('MOH-IT', { ...heavy, code: `heavy-${n}` });
    expect(await desk.refusal('MOH-IT', { ...heavy, code: 'one-more' })).toMatchObject({
      message: expect.stringContaining('10000 are the most') as string,
    });
  });
});

describe('The round of the job', () => {
  test('by two at once binds each once, and one that is ended goes on the next time', async () => {
    await hub.device({ owner: 'MOH', name: 'racing' });
    await desk.push(
      'MOH',
      'raced',
      Array.from({ length: 300 }, (_, n) => ({ instance: `racing:${n}` })),
    );
    await desk.save('MOH', { code: 'racing' });
    const ending = new AbortController();
    ending.abort();
    await desk.goRoundUntil(ending.signal, 50);
    const count = async (where: string) =>
      (
        await hub.sql<{ count: number }>(
          `SELECT count(*)::int FROM series s JOIN metric m ON m.id = s.metric_id WHERE m.name = 'raced' AND ${where}`,
        )
      )[0]!.count;
    expect(await count('s.device_id IS NULL')).toBe(300);
    await desk.goRound(3, 50);
    expect(await count('s.device_id IS NOT NULL')).toBe(300);
    const changes = await hub.sql<{ updates: number; series: number }>(
      `SELECT count(*)::int AS updates, count(DISTINCT c.record_id)::int AS series FROM private.change c
         JOIN series s ON s.id = c.record_id JOIN metric m ON m.id = s.metric_id WHERE m.name = 'raced' AND c.operation = 'UPDATED'`,
    );
    expect(changes).toEqual([{ updates: 300, series: 300 }]);
  });

  test('waits for pushes that bind by rules of before', async () => {
    const device = await hub.device({ owner: 'MOH', name: 'overtaken' });
    await desk.save('MOH', { code: 'overtaken', source: 'overtaken', key: { labels: ['wrong'] } });
    await desk.goRound();
    const [{ writer } = { writer: '' }] = await hub.sql<{ writer: string }>(
      `SELECT o.id AS writer FROM organization o WHERE o.code = 'MOH'`,
    );
    const pushing = await desk.begin();
    await pushing.query('SELECT FROM hub.binding_rules_of($1)', [writer]);
    await desk.save('MOH', { code: 'overtaken', source: 'overtaken' });
    const round = desk.goRound();
    await desk.waitingForPushes();
    await pushing.query(
      `INSERT INTO hub.series (id, metric_id, writer_id, source, external_id, labels, unbound_reason)
       SELECT gen_random_uuid(), m.id, $1, 'overtaken', 'overtaken', '{"instance": "overtaken"}', 'NO_RULE' FROM hub.metric m WHERE m.name = 'raced'`,
      [writer],
    );
    await pushing.query('COMMIT');
    pushing.release();
    await round;
    const bound = await hub.sql(`SELECT 'dev_' || s.device_id AS id FROM series s WHERE s.external_id = 'overtaken'`);
    expect(bound).toEqual([{ id: device.id }]);
  });

  test('with nothing to do reads whose turn it is, what is new and who is due, and writes nothing', async () => {
    await desk.goRound();
    const [before] = await hub.sql<{ xid: string }>('SELECT pg_current_xact_id()::text AS xid');
    await desk.goRound();
    const changed = await hub.sql('SELECT FROM private.change c WHERE c.xid > $1::xid8', [before!.xid]);
    expect(changed).toEqual([]);
  });
});
