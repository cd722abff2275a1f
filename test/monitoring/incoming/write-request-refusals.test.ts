import { KnownLabels } from '../../../src/monitoring/incoming/known-labels';
import { encodeWriteRequest, ProtoWriter, type WrittenSeries } from '../../support/remote-write';
import { one, read, receive, up } from './requests';
import { now, numbersOf } from './told';

describe('Samples that can not be kept', () => {
  const reasons = (...series: WrittenSeries[]) =>
    Object.fromEntries(receive(...series).refused.map(({ reason, samples, example }) => [reason, [samples, example]]));

  test('are counted by reason with one example, and the others are taken', () => {
    const fine = { labels: up, samples: [[now, 1]] } as const;
    const bad = {
      labels: { __name__: '7up', job: 'x' },
      samples: [
        [now, 1],
        [now, 2],
      ],
    } as const;
    const incoming = receive(bad, fine, bad, one({ job: 'x' }), one({ __name__: 'x', 'if-name': 'eth0' }));
    expect(numbersOf(incoming)).toEqual([['up{instance="a:9100",job="node"}', now, 1]]);
    expect(incoming.refused).toEqual([
      { reason: 'METRIC_NAME', samples: 5, example: '"7up"' },
      { reason: 'LABEL_NAME', samples: 1, example: 'x: "if-name"' },
    ]);
  });

  test('are named the same when their label set is known', () => {
    const known = new KnownLabels();
    const body = encodeWriteRequest([one({ __name__: 'x', 'if-name': 'eth0' })]);
    expect(read(body, known)).toEqual(read(body, known));
    expect(known.size).toBe(1);
  });

  test('have a label twice, without a name, or with a value over 4 KB', () => {
    const long = 'ễ'.repeat(1366);
    const labels = (...pairs: [string, string][]) => one([['__name__', 'x'], ...pairs]);
    expect(reasons(labels(['a', '1'], ['b', '1'], ['a', '2']))).toEqual({ LABEL_TWICE: [1, 'x: "a"'] });
    expect(
      reasons(
        one([
          ['__name__', 'x'],
          ['__name__', 'y'],
        ]),
      ),
    ).toEqual({ LABEL_TWICE: [1, 'x: "__name__"'] });
    expect(reasons(labels(['', '1']))).toEqual({ LABEL_NAME: [1, 'x: ""'] });
    expect(reasons(labels(['a', long]))).toEqual({ LABEL_VALUE_TOO_LONG: [1, 'x: "a"'] });
    expect(reasons(labels(['a', `${long.slice(1)}x`], ['b', 'y'.repeat(4096)]))).toEqual({});
  });

  test('have more than 64 labels; empty ones do not count, they are none', () => {
    const many = (count: number): [string, string][] => Array.from({ length: count }, (_, i) => [`l${i}`, 'x']);
    expect(reasons(one([['__name__', 'x'], ...many(64), ['none', ''], ['', ''], ['if-name', '']]))).toEqual({});
    expect(reasons(one([['__name__', 'x'], ...many(65)]))).toEqual({ TOO_MANY_LABELS: [1, '66 labels in one series'] });
    expect(reasons(one(many(65)))).toMatchObject({ TOO_MANY_LABELS: [1, '65 labels in one series'] });
    expect(reasons(one([['__name__', 'x'], ...many(100_000)]))).toEqual({
      TOO_MANY_LABELS: [1, '100,001 labels in one series'],
    });
    expect(receive(one([...Object.entries(up), ['none', '']])).series[0]!.key).toBe('up{instance="a:9100",job="node"}');
  });

  test('have text that is no UTF-8, or that no database takes', () => {
    const written = (name: Uint8Array, value: Uint8Array) => {
      const out = new ProtoWriter();
      out.message(1, () => {
        out.message(2, () => out.number(2, BigInt(now)));
        out.message(1, () => (out.bytes(2, value), out.bytes(1, name)));
        out.message(1, () => (out.text(2, 'x'), out.text(1, '__name__')));
      });
      return read(out.done()).refused;
    };
    const lone = Buffer.from([0xed, 0xa0, 0x80]);
    for (const broken of [Buffer.from([0xff]), Buffer.from('ễ').subarray(0, 2), lone, Buffer.from([0xc0, 0x80])]) {
      expect(written(Buffer.from('a'), broken)).toEqual([{ reason: 'TEXT', samples: 1, example: '"a"' }]);
      expect(written(broken, Buffer.from('a'))).toMatchObject([{ reason: 'TEXT', samples: 1 }]);
    }
    expect(written(Buffer.from('a'), Buffer.from('x\0y'))).toEqual([{ reason: 'TEXT', samples: 1, example: 'x: "a"' }]);
  });

  test('lie at instants that nobody can mean, both ends of int64 among them', () => {
    const ends = [-(2n ** 63n), 2n ** 63n - 1n, -1n, 253_402_300_800_000n, 2n ** 53n + 1n, 2n ** 32n * 2n ** 30n];
    const samples = ends.map((at) => [at, 1] as const);
    const incoming = receive({ labels: up, samples: [...samples, [0n, 1]] });
    expect(numbersOf(incoming)).toEqual([['up{instance="a:9100",job="node"}', 0, 1]]);
    expect(incoming.refused).toMatchObject([{ reason: 'INSTANT_OUT_OF_RANGE', samples: ends.length }]);
    expect(incoming.refused[0]!.example).toBe('up{instance="a:9100",job="node"} at -9223372036854776000 ms');
  });

  test('lie more than 10 minutes in the future', () => {
    const samples = [
      [now + 600_000, 1],
      [now + 600_001, 2],
      [253_402_300_799_999, 3],
    ] as const;
    const incoming = receive({ labels: up, samples });
    expect(numbersOf(incoming).map(([, , value]) => value)).toEqual([1]);
    expect(incoming.refused).toEqual([
      { reason: 'IN_THE_FUTURE', samples: 2, example: 'up{instance="a:9100",job="node"} at 2026-11-22T12:10:00.001Z' },
    ]);
  });

  test('leave no series behind when none of a series is taken', () => {
    expect(receive({ labels: up, samples: [[now + 3_600_000, 1]] }, { labels: up, samples: [] }).series).toEqual([]);
  });

  test('are native histograms and exemplars: said, beside the samples taken', () => {
    const out = new ProtoWriter();
    out.message(1, () => {
      out.message(4, () => out.number(1, 9n));
      out.message(3, () => out.double(2, 1n));
      out.message(2, () => out.number(2, BigInt(now)));
      out.message(1, () => (out.text(2, 'up'), out.text(1, '__name__')));
    });
    const incoming = read(out.done());
    expect(incoming.seriesAt).toHaveLength(1);
    expect(incoming.refused).toEqual([
      { reason: 'NOT_TAKEN_EXEMPLAR', samples: 1, example: 'up{}' },
      { reason: 'NOT_TAKEN_HISTOGRAM', samples: 1, example: 'up{}' },
    ]);
  });
});
