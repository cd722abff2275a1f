import { readZabbixHistory } from '../../../src/monitoring/incoming/zabbix-history';
import { metricNameFrom, tagLabel } from '../../../src/monitoring/incoming/zabbix-item.rules';
import { now, numbersOf } from './told';

const seconds = now / 1000;
const load = {
  host: { host: 'rc-s-core-1', name: 'Lõi 1' },
  groups: ['Routers'],
  item_tags: [
    { tag: 'component', value: 'network' },
    { tag: 'Interface', value: 'eth0' },
    { tag: 'component', value: 'cpu' },
    { tag: 'bare', value: '' },
  ],
  itemid: 44457,
  name: 'Interface eth0: Bits received',
  clock: seconds,
  ns: 123_456_789,
  value: 1.5,
  type: 0,
};

const readLines = (...lines: (object | string)[]) => {
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  return readZabbixHistory(Buffer.from(text), { now });
};

describe('The history that Zabbix exports', () => {
  test('comes as a series for each item of a host', () => {
    const incoming = readLines(
      load,
      { ...load, clock: seconds + 60, value: 2 },
      { ...load, itemid: 3, ns: 0, type: 3 },
    );
    expect(incoming.series.map(({ metric, labels }) => ({ metric, labels }))).toEqual([
      {
        metric: 'interface_eth0_bits_received',
        labels: {
          host: 'rc-s-core-1',
          item: 'Interface eth0: Bits received',
          itemid: '44457',
          tag_component: 'cpu,network',
          tag_interface: 'eth0',
        },
      },
      expect.objectContaining({ metric: 'interface_eth0_bits_received' }),
    ]);
    expect(incoming.series[1]!.labels).toMatchObject({ itemid: '3' });
    expect(numbersOf(incoming).map(([, at, value]) => [at - now, value])).toEqual([
      [123, 1.5],
      [60_123, 2],
      [0, 1.5],
    ]);
    expect(incoming.refused).toEqual([]);
  });

  test('is read in the forms of Zabbix 4 as well, from any editor', () => {
    const { item_tags, type, ns, ...old } = { ...load, host: 'Lõi 1', applications: ['CPU'] };
    const incoming = readLines(`${JSON.stringify(old)}\r`, '', '  ', { ...old, itemid: '44458', value: 0 }, '');
    expect(incoming.series.map(({ labels }) => [labels['host'], labels['itemid']])).toEqual([
      ['Lõi 1', '44457'],
      ['Lõi 1', '44458'],
    ]);
    expect(incoming.refused).toEqual([]);
  });

  test('keeps unsigned values as far as a double goes', () => {
    const line = JSON.stringify({ ...load, type: 3 }).replace('1.5', '18446744073709551615');
    expect(numbersOf(readLines(line)).map(([, , value]) => value)).toEqual([2 ** 64]);
  });

  test('loses a line that can not be read, by its number, and no other', () => {
    const { host, ...homeless } = load;
    const incoming = readLines(
      load,
      '{"host": ',
      '[1]',
      homeless,
      { ...load, itemid: 'x' },
      { ...load, clock: 1.5 },
      { ...load, ns: 1e9 },
      { ...load, value: '1.5' },
      JSON.stringify(load).replace('1.5', '1e999'),
      { ...load, clock: seconds + 601 },
      { ...load, host: { host: 'x\0' } },
      { ...load, itemid: 2 },
    );
    expect(incoming.series.map(({ labels }) => labels['itemid'])).toEqual(['44457', '2']);
    expect(incoming.refused).toEqual([
      { reason: 'MALFORMED', samples: 6, example: 'line 2: no JSON object: {"host":' },
      { reason: 'UNREADABLE_VALUE', samples: 2, example: 'line 8: "1.5"' },
      { reason: 'IN_THE_FUTURE', samples: 1, example: expect.stringMatching(/at 2026-11-22T12:10:01\.123Z$/) },
      { reason: 'TEXT', samples: 1, example: 'line 11: interface_eth0_bits_received: "host"' },
    ]);
  });

  test('loses a line that is no UTF-8 alone', () => {
    const line = Buffer.from(JSON.stringify(load));
    const body = Buffer.concat([line, Buffer.from('\n{"host": "\xff"}\n', 'latin1'), line]);
    const { at, refused } = readZabbixHistory(body, { now });
    expect(at).toHaveLength(2);
    expect(refused).toEqual([{ reason: 'TEXT', samples: 1, example: 'line 2' }]);
  });

  test('holds texts, logs, trends and events that are not kept: each is counted', () => {
    const { value, ns, ...trend } = { ...load, count: 60, min: 1, avg: 1, max: 1 };
    const { itemid, ...event } = { ...load, eventid: 43, value: 1 };
    const { refused, series } = readLines(
      ...[1, 2, 4, 5].map((type) => ({ ...load, value: 'text', type, eventid: 0 })),
      { ...load, value: 'text', type: undefined },
      trend,
      event,
    );
    expect(series).toEqual([]);
    expect(refused).toEqual([
      { reason: 'NOT_TAKEN_TEXT_VALUE', samples: 5, example: 'line 1' },
      { reason: 'NOT_TAKEN_RECORD', samples: 2, example: 'line 6' },
    ]);
  });
});

describe('The metric of a Zabbix item', () => {
  test.each([
    ['CPU: tải trung bình (5m)', 'cpu_tai_trung_binh_5m'],
    ['Đĩa /: dung lượng đã dùng, in %', 'dia_dung_luong_da_dung_in'],
    ['5xx answers', '_5xx_answers'],
    ['温度', 'zabbix_item'],
    ['', 'zabbix_item'],
    ['__proto__', 'proto'],
    ['x'.repeat(300), 'x'.repeat(199)],
  ])('"%s" is %s', (item, metric) => {
    expect(metricNameFrom(item)).toBe(metric);
  });

  test('has its tags as labels', () => {
    expect(tagLabel('Data Center')).toBe('tag_data_center');
    expect(tagLabel('t'.repeat(300))).toHaveLength(100);
  });
});
