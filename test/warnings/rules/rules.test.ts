import { startHub, type Hub } from '../../support/hub';
import { RuleDesk } from './rule-desk';

let hub: Hub;
let desk: RuleDesk;
beforeAll(async () => {
  hub = await startHub();
  desk = new RuleDesk(hub);
});
afterAll(async () => {
  await desk.end();
  await hub.stop();
});

describe('A rule', () => {
  test('raises a warning once, with what was seen and expected, and clears it once', async () => {
    const labels = { mount: '/dữ-liệu', host: 'a' };
    await desk.push('RC-N', 'disk_used_percent', labels, [[60, 50]]);
    const rule = await desk.save('RC-N', {
      code: 'once',
      why: 'Nhật ký không ghi được nữa.',
      select: { labels: [{ label: 'host', equals: 'a' }] },
    });
    expect(rule.selection).toMatchObject({ count: 1, notice: null, examples: [{ labels }] });
    await desk.pass();
    expect(await desk.warnings('RC-N')).toEqual([]);
    await desk.push('RC-N', 'disk_used_percent', labels, [[40, 93.25]]);
    await desk.pass();
    for (let i = 0; i < 3; i += 1) await desk.pass();
    const [warning, ...others] = await desk.warnings('RC-N');
    expect(others).toEqual([]);
    expect(warning).toMatchObject({
      state: 'RAISED',
      severity: 'MAJOR',
      labels,
      owner: { code: 'RC-N' },
      subject: null,
    });
    expect(warning!.explanation).toMatch(
      /^disk_used_percent\{host="a", mount="\/dữ-liệu"\} is 93.25, since 20..-..-..T..:..:..Z\. Expected: at most 90\. Nhật ký không ghi được nữa\.$/,
    );
    expect(await desk.rule('RC-N', rule.id)).toMatchObject({ selects: 1, firing: 1 });
    await desk.push('RC-N', 'disk_used_percent', labels, [[20, 90]]);
    for (let i = 0; i < 3; i += 1) await desk.pass();
    expect(await desk.lives(rule)).toEqual(['RAISED CLEARED']);
    expect(await desk.rule('RC-N', rule.id)).toMatchObject({ firing: 0 });
  });

  test('goes over all samples since it last looked, and tells each turn', async () => {
    const labels = { host: 'b' };
    await desk.push('RC-N', 'disk_used_percent', labels, [[600, 50]]);
    const rule = await desk.save('RC-N', { code: 'all', select: { labels: [{ label: 'host', matches: '[b-c]' }] } });
    await desk.pass(new Date(Date.now() - 500_000));
    await desk.push('RC-N', 'disk_used_percent', labels, [
      [300, 95],
      [200, 50],
      [100, 96],
    ]);
    await desk.pass();
    expect((await desk.lives(rule))[0]).toMatch(/^RAISED .*RAISED$|^RAISED$/);
    expect((await desk.open('RC-N', rule)).map(({ labels }) => labels)).toEqual([labels]);
    // What came late lies behind what was looked at, and is passed over.
    await desk.push('RC-N', 'disk_used_percent', labels, [
      [50, 97],
      [150, 10],
    ]);
    await desk.pass();
    expect((await desk.open('RC-N', rule)).map(({ labels }) => labels)).toEqual([labels]);
    await desk.remove('RC-N', rule.id);
    await desk.pass();
    expect(await desk.open('RC-N', rule)).toEqual([]);
  });

  test('that is new looks at once at what stands; a changed one judges anew; a disabled one clears', async () => {
    const labels = { host: 'd' };
    await desk.push('RC-N', 'disk_used_percent', labels, [[30, 95]]);
    const select = { labels: [{ label: 'host', equals: 'd' }] };
    const rule = await desk.save('RC-N', { code: 'changing', select });
    await desk.pass();
    expect(await desk.open('RC-N', rule)).toHaveLength(1);
    await desk.save('RC-N', {
      code: 'changing',
      select,
      threshold: { side: 'ABOVE', limit: 90, clearAt: 80 },
      severity: 'CRITICAL',
    });
    await desk.pass();
    expect(await desk.open('RC-N', rule)).toMatchObject([{ severity: 'CRITICAL' }]);
    await desk.save('RC-N', { code: 'changing', select, threshold: { side: 'ABOVE', limit: 96 } });
    await desk.pass();
    expect(await desk.open('RC-N', rule)).toEqual([]);
    await desk.save('RC-N', { code: 'changing', select });
    await desk.pass();
    expect(await desk.open('RC-N', rule)).toHaveLength(1);
    await desk.save('RC-N', { code: 'changing', select, isEnabled: false });
    await desk.pass();
    expect(await desk.open('RC-N', rule)).toEqual([]);
    expect(await desk.rule('RC-N', rule.id)).toMatchObject({ selects: 0, firing: 0 });
  });

  test('takes in series that come, and lets go those that it selects no more', async () => {
    const select = {
      series: { source: { eq: 'push' }, createdAt: { gt: '2020-01-01T00:00:00Z' } },
      labels: [{ label: 'shelf', matches: '.+' }],
    };
    const rule = await desk.save('RC-S', { code: 'live', select });
    expect(rule.selection).toMatchObject({ count: 0, notice: expect.stringContaining('no series') as string });
    await desk.pass();
    await desk.push('RC-S', 'disk_used_percent', { shelf: '1' }, [[10, 99]]);
    await desk.pass(new Date(Date.now() + 60_000));
    await desk.pass(new Date(Date.now() + 61_000));
    expect(await desk.open('RC-S', rule)).toHaveLength(1);
    await hub.sql(`UPDATE hub.series SET source = 'other' WHERE labels ->> 'shelf' = '1'`);
    await desk.pass(new Date(Date.now() + 120_000));
    expect(await desk.open('RC-S', rule)).toEqual([]);
    expect((await desk.warnings('RC-S'))[0]!.transitions.nodes.at(-1)).toMatchObject({ to: 'CLEARED' });
  });

  test('belongs to the owner of the device, as bad as the level of what it carries', async () => {
    const device = await hub.device({ owner: 'MOH', name: 'Máy chủ Bạch Mai' });
    await hub.system({ owner: 'MOH', code: 'HIS', level: 4, devices: [device] });
    await hub.agreement({ provider: 'MOH', consumer: 'NMC', datasets: ['INVENTORY', 'SAMPLES'] });
    const labels = { host: 'bach-mai' };
    await desk.push('MOH', 'disk_used_percent', labels, [[20, 99]]);
    await hub.sql(`UPDATE hub.series SET device_id = $1 WHERE labels ->> 'host' = 'bach-mai'`, [device.id.slice(4)]);
    const rule = await desk.save('NMC', {
      ...{ code: 'levels', severity: 'INFO', severityByLevel: ['INFO', 'MINOR', 'MINOR', 'CRITICAL', 'CRITICAL'] },
      select: { leastLevel: 3, series: { device: { name: { eq: 'Máy chủ Bạch Mai' } } } },
    });
    await desk.pass();
    expect(await desk.open('MOH', rule)).toMatchObject([
      {
        severity: 'CRITICAL',
        owner: { code: 'MOH' },
        subject: { id: device.id },
        explanation: expect.stringContaining('of Máy chủ Bạch Mai') as string,
      },
    ]);
    expect(await desk.open('RC-S', rule)).toEqual([]);
    await hub.sql(`UPDATE hub.information_system SET level = 2 WHERE code = 'HIS'`);
    await desk.pass(new Date(Date.now() + 120_000));
    // The level that it asks for is no more there, nor is the series.
    expect(await desk.open('MOH', rule)).toEqual([]);
  });
});

describe('Silence', () => {
  const minutes = (n: number) => new Date(Date.now() + n * 60_000);

  test('of a series, a device and a center is told once, and so is that it is heard again; what ended on purpose is not silent', async () => {
    const device = await hub.device({ owner: 'RC-N', name: 'sw-im-lặng' });
    const port = await hub.interface({ device });
    const send = (labels: Record<string, string>, ago: number, value: number | string = 1) =>
      desk.push('RC-N', 'heartbeat', labels, [[ago, value]]);
    for (const part of ['a', 'b', 'c']) await send({ part }, 5);
    await send({ part: 'ended' }, 5);
    await send({ part: 'ended' }, 4, 'stale');
    await hub.sql(`UPDATE hub.series SET device_id = $1 WHERE labels ->> 'part' = 'a'`, [device.id.slice(4)]);
    await hub.sql(`UPDATE hub.series SET interface_id = $1 WHERE labels ->> 'part' = 'b'`, [port.id.slice(4)]);
    const rule = (scope: string, more = {}) =>
      desk.save('RC-N', {
        code: `silent-${scope}`,
        name: scope,
        absence: { scope, forSeconds: 300 },
        select: { metric: 'heartbeat' },
        ...more,
      });
    const [series, ofDevice, center] = [await rule('SERIES'), await rule('DEVICE'), await rule('WRITER')];
    await desk.passes(minutes(0), 4);
    for (const one of [series, ofDevice, center]) expect(await desk.lives(one)).toEqual([]);
    await desk.passes(minutes(5), 3);
    expect(await desk.lives(series)).toEqual(['RAISED', 'RAISED', 'RAISED']);
    expect(await desk.lives(ofDevice)).toEqual(['RAISED']);
    expect(await desk.lives(center)).toEqual(['RAISED']);
    expect(await desk.warnings('RC-N', { isCleared: { eq: false } })).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          subject: { __typename: 'Device', id: device.id },
          explanation: expect.stringMatching(
            /^sw-im-lặng is silent: nothing has come, since .*Expected: something at least every 5 minutes\.$/,
          ) as string,
        }),
        expect.objectContaining({ subject: { __typename: 'Organization', id: expect.any(String) as string } }),
      ]),
    );
    await send({ part: 'b' }, 1);
    await hub.sql(
      `UPDATE private.latest_sample l SET arrived_at = $1 FROM hub.series s WHERE s.number = l.series_number AND s.labels ->> 'part' = 'b'`,
      [minutes(9)],
    );
    await desk.passes(minutes(9), 1);
    expect((await desk.lives(series)).toSorted()).toEqual(['RAISED', 'RAISED', 'RAISED CLEARED']);
    expect(await desk.lives(ofDevice)).toEqual(['RAISED CLEARED']);
    expect(await desk.lives(center)).toEqual(['RAISED CLEARED']);
    await desk.remove('RC-N', series.id);
    await desk.pass(minutes(11));
    expect((await desk.lives(series)).toSorted()).toEqual(['RAISED CLEARED', 'RAISED CLEARED', 'RAISED CLEARED']);
  });

  test('is not told of a hub that was away, nor when its clock jumps ahead or back', async () => {
    await desk.push('RC-S', 'pulse', { part: 'x' }, [[5, 1]]);
    const rule = await desk.save('RC-S', {
      code: 'jump',
      absence: { scope: 'SERIES', forSeconds: 300 },
      select: { metric: 'pulse' },
    });
    await desk.pass(minutes(20));
    await desk.pass(minutes(120));
    await desk.passes(minutes(121), 3);
    await desk.pass(minutes(0));
    expect(await desk.lives(rule)).toEqual([]);
    await desk.passes(minutes(200), 6);
    expect(await desk.lives(rule)).toEqual(['RAISED']);
    for (const jump of [0, 1000, 30]) await desk.pass(minutes(jump));
    expect(await desk.lives(rule)).toEqual(['RAISED']);
  });
});
