import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { KnownLabels } from '../../../src/monitoring/incoming/known-labels';
import { encodeWriteRequest, nanBits, ProtoWriter, staleBits } from '../../support/remote-write';
import { one, read, receive, up } from './requests';
import { now, numbersOf, samplesOf } from './told';

describe('A request of Prometheus', () => {
  test('comes as columns, its series in the order they came', () => {
    const incoming = receive(
      {
        labels: up,
        samples: [
          [now - 15_000, 1],
          [now, 0],
        ],
      },
      { labels: { __name__: 'node_load1', instance: 'a:9100' }, samples: [[now, 0.72]] },
    );
    expect(numbersOf(incoming)).toEqual([
      ['up{instance="a:9100",job="node"}', now - 15_000, 1],
      ['up{instance="a:9100",job="node"}', now, 0],
      ['node_load1{instance="a:9100"}', now, 0.72],
    ]);
    expect(incoming.series.map(({ metric, labels }) => ({ metric, labels }))).toEqual([
      { metric: 'up', labels: { instance: 'a:9100', job: 'node' } },
      { metric: 'node_load1', labels: { instance: 'a:9100' } },
    ]);
    expect(incoming).toMatchObject({ metadata: [], refused: [] });
  });

  test('that is empty brings nothing', () => {
    expect(read(Buffer.alloc(0))).toMatchObject({ series: [], refused: [], seriesAt: new Uint32Array(0) });
  });

  test('keeps each value to the bit, whatever NaN it is, and tells stale from NaN', () => {
    const bits = [
      staleBits,
      nanBits,
      0x7ff8000000000000n,
      0xfff0dead00000001n,
      0x7ff0000000000003n,
      0x7ff0000100000002n,
    ];
    const plain = [0x7ff0000000000000n, 0xfff0000000000000n, 0x8000000000000000n, 1n, 0n, 0x3ff0000000000000n];
    const samples = [...bits, ...plain].map((value, i) => [now + i, value] as const);
    expect(
      samplesOf(receive({ labels: up, samples })).map(([, , value, flag]) => [BigInt(`0x${value}`), flag]),
    ).toEqual([
      [staleBits, 4],
      ...bits.slice(1).map((value) => [value, 1]),
      [plain[0], 2],
      [plain[1], 3],
      ...plain.slice(2).map((value) => [value, 0]),
    ]);
  });

  test('may have its labels in any order: they are one series, known or not', () => {
    const known = new KnownLabels();
    const turned = Object.entries(up).reverse() as [string, string][];
    for (let round = 0; round < 2; round += 1) {
      const incoming = read(encodeWriteRequest([one(up), one(turned), one(up)]), known);
      expect(incoming.series.map(({ key }) => key)).toEqual(['up{instance="a:9100",job="node"}']);
      expect([...incoming.seriesAt]).toEqual([0, 0, 0]);
    }
    expect(known.size).toBe(2);
  });

  test('may bring an instant twice with other values: both stay, in their order', () => {
    const twice = receive(
      { labels: up, samples: [[now, 1]] },
      {
        labels: up,
        samples: [
          [now, 2],
          [now, 1],
        ],
      },
    );
    expect(numbersOf(twice).map(([, , value]) => value)).toEqual([1, 2, 1]);
  });

  test('may have labels between and after the samples, as protobuf allows', () => {
    const out = new ProtoWriter();
    out.message(1, () => {
      out.message(1, () => (out.text(2, 'node'), out.text(1, 'job')));
      out.message(2, () => out.number(2, BigInt(now)));
      out.message(1, () => (out.text(2, 'up'), out.text(1, '__name__')));
      out.message(2, () => (out.number(2, BigInt(now - 1)), out.double(1, nanBits)));
    });
    expect(samplesOf(read(out.done()))).toEqual([
      ['up{job="node"}', now - 1, nanBits.toString(16), 1],
      ['up{job="node"}', now, '0', 0],
    ]);
  });

  test('may hold fields and groups that nobody knows yet, however deep', () => {
    const out = new ProtoWriter();
    const unknown = () => {
      out.tag(9, 4);
      out.tag(77, 4);
      out.number(1, -1n);
      out.tag(77, 3);
      out.text(2, 'in a group');
      out.tag(9, 3);
      out.number(2000, 2n ** 64n - 1n);
      out.double(30, 1n);
      out.bytes(31, Buffer.alloc(300));
    };
    unknown();
    out.message(1, () => {
      out.message(2, () => (unknown(), out.number(2, BigInt(now)), unknown()));
      out.message(1, () => (unknown(), out.text(2, 'up'), out.text(1, '__name__')));
      unknown();
    });
    expect(samplesOf(read(out.done()))).toEqual([['up{}', now, '0', 0]]);
  });

  test('says what its metrics are, under each name that their samples carry', () => {
    const { metadata } = read(
      encodeWriteRequest(
        [],
        [
          { name: 'http_requests', type: 1, help: 'Requests answered.' },
          { name: 'temperature_celsius', type: 2, unit: 'celsius' },
          { name: 'latency_seconds', type: 3, unit: 'seconds' },
          { name: 'latency_seconds_count', type: 2, help: 'Somebody else took the name.' },
          { name: 'gc_seconds', type: 5 },
          { name: 'energy_joules', type: 1, unit: 'joules' },
          { name: 'build', type: 6 },
          { name: 'Độ trễ', type: 1 },
        ],
      ),
    );
    expect(Object.fromEntries(metadata.map(({ name, kind, unit, help }) => [name, [kind, unit, help]]))).toEqual({
      http_requests: ['COUNTER', null, 'Requests answered.'],
      http_requests_total: ['COUNTER', null, 'Requests answered.'],
      temperature_celsius: ['GAUGE', 'celsius', null],
      latency_seconds: [null, 'seconds', null],
      latency_seconds_bucket: ['COUNTER', null, null],
      latency_seconds_count: ['GAUGE', null, 'Somebody else took the name.'],
      latency_seconds_sum: ['COUNTER', 'seconds', null],
      gc_seconds: [null, null, null],
      gc_seconds_count: ['COUNTER', null, null],
      gc_seconds_sum: ['COUNTER', null, null],
      energy_joules: ['COUNTER', 'joules', null],
      energy_joules_total: ['COUNTER', 'joules', null],
      build: [null, null, null],
    });
  });
});
describe('Labels', () => {
  test('keep quotes, backslashes, line ends, diacritics and names that JavaScript has plans for', () => {
    const labels = { a: 'C:\\new\n"ổ đĩa"\\', b: 'x",c="y', __proto: 'z', ['__proto__']: 'p', constructor: '☃💧' };
    const { series } = receive(one({ __name__: 'x', ...labels }), one({ __name__: 'x', a: 'C:', c: '1' }));
    expect(series[0]!.labels).toEqual(Object.fromEntries(Object.entries(labels).sort()));
    expect(Object.keys(series[0]!.labels)).toEqual(['__proto', '__proto__', 'a', 'b', 'constructor']);
    expect(JSON.parse(JSON.stringify(series[0]!.labels))).toEqual(series[0]!.labels);
    expect(series[0]!.key).toBe(
      String.raw`x{__proto="z",__proto__="p",a="C:\\new\n\"ổ đĩa\"\\",b="x\",c=\"y",constructor="☃💧"}`,
    );
  });
});

describe('The label sets of a real Prometheus', () => {
  const shared = process.env['SHARED_DATA'] ?? resolve(__dirname, '../../../../shared/data');
  const folder = join(shared, 'prometheus-exposition');
  const maybe = existsSync(folder) ? test : test.skip;
  const note = existsSync(folder) ? '' : ' (skipped: set SHARED_DATA to the folder that holds prometheus-exposition/)';
  type Real = [labels: Record<string, string>, value: number];

  function answered(text: string): Real[] {
    const results = JSON.parse(text) as { metric: Record<string, string>; value: [number, string] }[];
    return results.map(({ metric, value }) => [metric, Number(value[1])]);
  }

  function scraped(text: string): Real[] {
    const lines = Array.from(text.matchAll(/^([a-z_:][\w:]*)(?:\{(.*)\})? (\S+)$/gim));
    return lines.map(([, name, labels = '', value]) => {
      const pairs = Array.from(labels.matchAll(/(\w+)="([^"]*)"/g), ([, label, text]) => [label!, text!]);
      return [{ __name__: name!, ...Object.fromEntries(pairs) }, Number(value!.replace('Inf', 'Infinity'))];
    });
  }

  maybe.each([
    ['instant_response.json', answered, 219],
    ['alltypes.237mfs.prom.txt', scraped, 1857],
  ] as const)(`of %s come back as they are, the first time and known${note}`, (file, parse, count) => {
    const real = parse(readFileSync(join(folder, file), 'utf8'));
    expect(real).toHaveLength(count);
    const body = encodeWriteRequest(real.map(([labels, value], i) => ({ labels, samples: [[now - i, value]] })));
    const known = new KnownLabels();
    for (let round = 0; round < 2; round += 1) {
      const { series, seriesAt, values, refused } = read(body, known);
      expect(refused).toEqual([]);
      const come = Array.from(seriesAt, (place, i) => {
        const { metric, labels } = series[place]!;
        return [{ __name__: metric, ...labels }, values[i]];
      });
      expect(come).toEqual(real.map(([labels, value]) => [withoutEmpty(labels), value]));
    }
    expect(known.size).toBe(new Set(real.map(([labels]) => JSON.stringify(labels))).size);
  });

  const withoutEmpty = (labels: Record<string, string>) =>
    Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ''));
});
