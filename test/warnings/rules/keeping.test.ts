import { startHub, type Hub } from '../../support/hub';
import { RuleDesk } from './rule-desk';

let hub: Hub;
let desk: RuleDesk;
beforeAll(async () => {
  hub = await startHub();
  desk = new RuleDesk(hub);
  for (const place of ['a', 'b', 'c']) await desk.push('RC-N', 'disk_used_percent', { place }, [[60, 1]]);
  await desk.push('RC-S', 'disk_used_percent', { place: 'd' }, [[60, 1]]);
});
afterAll(async () => {
  await desk.end();
  await hub.stop();
});

const limit = (more: object) => ({ threshold: { side: 'ABOVE', limit: 90, ...more } });

describe('A rule is refused', () => {
  test.each<[string, object, RegExp]>([
    ['without a condition', { threshold: null }, /^threshold, rate, absence, forecast: a rule has one of them, and 0/],
    ['with two', { rate: { side: 'ABOVE', limit: 1 }, threshold: { side: 'ABOVE', limit: 1 } }, /and 2 are given/],
    ['over values of all metrics', { select: { metric: null } }, /^select\.metric: values of several metrics/],
    ['that clears on the bad side', limit({ clearAt: 91 }), /^threshold\.clearAt: .* at or below 90/],
    ['that holds for ever', limit({ forSeconds: 1e6 }), /^threshold\.forSeconds: it is 0 to 86400/],
    ['that is absent at once', { absence: { forSeconds: 1 } }, /^absence\.forSeconds/],
    [
      'that looks too far ahead',
      { forecast: { side: 'ABOVE', limit: 1, windowSeconds: 3600, withinSeconds: 86_400 } },
      /^forecast\.withinSeconds: it is 3600 to 36000/,
    ],
    [
      'by a pattern that is none',
      { select: { labels: [{ label: 'place', matches: '(' }] } },
      /^select\.labels\[0\]\.matches/,
    ],
    [
      'by both text and pattern',
      { select: { labels: [{ label: 'place', matches: 'a', equals: 'a' }] } },
      /give either/,
    ],
    ['in a region that is none', { select: { regions: ['NOWHERE'] } }, /NOWHERE/],
    ['of a level that is none', { select: { leastLevel: 6 } }, /levels are 1 to 5/],
    ['with four severities', { severityByLevel: ['INFO', 'INFO', 'INFO', 'INFO'] }, /five severities/],
    ['without a name', { name: ' ' }, /^name/],
    ['by an id of another kind', { select: { series: { id: { eq: 'dev_x' } } } }, /is not an id of this type/],
  ])('%s', async (_, input, message) => {
    const { code, message: said } = await desk.refusal('RC-N', input as never);
    expect(code).toBe('BAD_USER_INPUT');
    expect(said).toMatch(message);
  });

  test('of another organization, and from a reporter', async () => {
    const regional = await desk.viewer('RC-N');
    const document =
      'mutation($input: SaveWarningRuleInput!) { saveWarningRule(input: $input) { warningRule { id } } }';
    const input = { owner: 'RC-S', code: 'x', name: 'x', severity: 'INFO', select: { metric: 'm' }, ...limit({}) };
    expect(await regional.refusal(document, { input })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await desk.refusal('RC-N', {}, 'REPORTER')).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('What a rule selects', () => {
  const preview = async (organization: string, select: object, owner = organization) => {
    const viewer = await desk.viewer(organization);
    const document =
      'query($owner: String!, $select: RuleSelectionInput!) { found: ruleSelection(owner: $owner, select: $select) { count of most notice examples { labels } } }';
    return (await viewer.data<{ found: object }>(document, { owner, select })).found;
  };

  test('is told before it is saved: nothing, some, or everything', async () => {
    expect(await preview('RC-S', { metric: 'disk_used_percent' })).toMatchObject({ count: 1, of: 1, notice: null });
    expect(await preview('RC-N', { metric: 'disk_used_percent' })).toMatchObject({
      count: 3,
      of: 3,
      notice: expect.stringContaining('every series') as string,
    });
    expect(await preview('RC-N', { metric: 'không-có' })).toMatchObject({
      count: 0,
      notice: expect.stringContaining('no series') as string,
    });
    expect(await preview('RC-N', { labels: [{ label: 'place', matches: '[ab]' }] })).toMatchObject({
      count: 2,
      notice: null,
      examples: [{ labels: { place: 'a' } }, { labels: { place: 'b' } }],
    });
    expect(
      await preview('RC-N', {
        labels: [
          { label: 'place', equals: 'a' },
          { label: 'none', equals: '' },
        ],
      }),
    ).toMatchObject({ count: 1 });
    expect(await preview('RC-N', { labels: [{ label: '__name__', matches: 'disk_.*' }] })).toMatchObject({ count: 3 });
    expect(await preview('RC-N', { labels: [{ label: '__name__', equals: 'disk' }] })).toMatchObject({ count: 0 });
    expect(await preview('NMC', { metric: 'disk_used_percent' })).toMatchObject({ count: 4 });
  });

  test('is what its organization sees, whoever asks in its name', async () => {
    const rule = await desk.save('RC-S', { code: 'own' });
    await desk.pass();
    expect(await desk.rule('RC-S', rule.id)).toMatchObject({ selects: 1 });
    expect(await desk.rule('NMC', rule.id)).toMatchObject({ selects: 1 });
    expect(await desk.rule('RC-N', rule.id)).toBeUndefined();
  });
});

test('A rule that fails keeps no other waiting', async () => {
  const [bad, good] = [await desk.save('RC-N', { code: 'bad' }), await desk.save('RC-N', { code: 'good' })];
  await hub.sql(`UPDATE hub.warning_rule SET series_filter = '{"unheard": {"eq": 1}}' WHERE id = $1`, [
    bad.id.slice(4),
  ]);
  await expect(desk.pass()).rejects.toThrow();
  expect(await desk.rule('RC-N', good.id)).toMatchObject({ selects: 3 });
  expect(await desk.rule('RC-N', bad.id)).toMatchObject({ selects: null });
  await desk.remove('RC-N', bad.id);
  await desk.pass();
});
