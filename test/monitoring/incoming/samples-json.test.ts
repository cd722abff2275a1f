import { readSamplesJson } from '../../../src/monitoring/incoming/samples-json';
import { UndecodableBody } from '../../../src/monitoring/incoming/undecodable-body';
import { now, numbersOf, samplesOf } from './told';

const readText = (text: string) => readSamplesJson(Buffer.from(text), { now });
const receive = (...series: unknown[]) => readText(JSON.stringify({ series }));
const load = { metric: 'load', labels: { room: 'tầng 2' }, timestamps: [now], values: [1] };

describe('Samples as JSON', () => {
  test('come as columns', () => {
    const incoming = receive(
      {
        ...load,
        timestamps: ['2026-11-22T11:00:00+07:00', now - 1, '1000', '2026-11-22T11:00:00.123456Z'],
        values: [1, -2.5, '1e3', 0],
      },
      { metric: 'up', timestamps: [0], values: [1] },
      { metric: 'load', labels: { none: '', room: 'tầng 2' }, timestamps: [now], values: [3] },
    );
    expect(incoming.series.map(({ key }) => key)).toEqual(['load{room="tầng 2"}', 'up{}']);
    expect(numbersOf(incoming)).toEqual([
      ['load{room="tầng 2"}', Date.UTC(2026, 10, 22, 4), 1],
      ['load{room="tầng 2"}', now - 1, -2.5],
      ['load{room="tầng 2"}', 1000, 1000],
      ['load{room="tầng 2"}', Date.UTC(2026, 10, 22, 11, 0, 0, 123), 0],
      ['up{}', 0, 1],
      ['load{room="tầng 2"}', now, 3],
    ]);
    expect(incoming).toMatchObject({ metadata: [], refused: [] });
  });

  test('name what is no number; null is no sample', () => {
    const values = ['NaN', '+Inf', '-Inf', 'stale', null, 'Inf', '-0'];
    const incoming = receive({ metric: 'x', labels: null, timestamps: values.map((_, i) => i), values });
    expect(samplesOf(incoming)).toEqual([
      ['x{}', 0, '7ff8000000000001', 1],
      ['x{}', 1, '7ff0000000000000', 2],
      ['x{}', 2, 'fff0000000000000', 3],
      ['x{}', 3, '7ff0000000000002', 4],
      ['x{}', 5, '7ff0000000000000', 2],
      ['x{}', 6, '8000000000000000', 0],
    ]);
    expect(incoming.refused).toEqual([]);
  });

  test('that can not be read are told by their place, and the others are taken', () => {
    const incoming = receive(
      {
        ...load,
        timestamps: ['yesterday', '2026-11-22T11:00:00', 1.5, now, '2026-02-30T00:00:00Z'],
        values: [1, 2, 3, 4, 5],
      },
      { ...load, timestamps: [1, 2, 3, 4], values: [true, '', '0x10', 7] },
      { ...load, timestamps: [-1, 1e300, now + 600_001], values: [1, 1, 1] },
      { ...load, metric: 'tải' },
      { ...load, labels: { room: '\ud800' } },
    );
    expect(numbersOf(incoming).map(([, at, value]) => [at, value])).toEqual([
      [now, 4],
      [4, 7],
    ]);
    expect(incoming.refused).toEqual([
      { reason: 'UNREADABLE_INSTANT', samples: 4, example: 'series[0].timestamps[0] "yesterday"' },
      { reason: 'UNREADABLE_VALUE', samples: 3, example: 'series[1].values[0] true' },
      { reason: 'INSTANT_OUT_OF_RANGE', samples: 2, example: 'load{room="tầng 2"} at 1969-12-31T23:59:59.999Z' },
      { reason: 'IN_THE_FUTURE', samples: 1, example: 'load{room="tầng 2"} at 2026-11-22T12:10:00.001Z' },
      { reason: 'METRIC_NAME', samples: 1, example: 'series[3] "tải"' },
      { reason: 'TEXT', samples: 1, example: 'series[4] load: "room"' },
    ]);
  });

  test.each<[unknown, number, string]>([
    ['load', 1, 'is no object'],
    [{ ...load, label: {} }, 1, 'has "label": a series has metric, labels, timestamps, values'],
    [{ ...load, metric: 5 }, 1, 'needs its name as a text in "metric"'],
    [{ ...load, values: undefined }, 1, 'needs the lists "timestamps" and "values"'],
    [{ ...load, timestamps: [1, 2, 3] }, 3, 'has 3 timestamps and 1 values: give one of each'],
    [{ ...load, labels: ['room'] }, 1, 'has "labels" that are no object'],
    [{ ...load, labels: { room: 5 } }, 1, 'has the label "room" that is no text'],
  ])('in the form of %j lose that series alone', (series, samples, example) => {
    const incoming = receive(load, series);
    expect(incoming.at).toHaveLength(1);
    expect(incoming.refused).toEqual([
      { reason: 'MALFORMED', samples, example: expect.stringContaining(`series[1] ${example}`) },
    ]);
  });

  test.each([
    ['', /The body is no JSON: /],
    ['{"series": [}', /The body is no JSON: Unexpected token/],
    ['[]', /no list "series": send \{"series": \[/],
    ['{"series": {}}', /no list "series"/],
    ['{"series": [], "labels": {}}', /"labels" beside "series" is not known/],
  ])('are refused as a whole as %j', (text, message) => {
    expect(() => readText(text)).toThrow(UndecodableBody);
    expect(() => readText(text)).toThrow(message);
  });

  test('are refused as a whole where a line is no UTF-8', () => {
    const body = Buffer.from('{\n"series": [], "\xff": 1}', 'latin1');
    expect(() => readSamplesJson(body, { now })).toThrow('Line 2 of the body is no UTF-8');
  });

  test('keep a label that JavaScript has plans for', () => {
    const { series } = readText(
      '{"series": [{"metric": "x", "labels": {"__proto__": "p", "a": "1"}, "timestamps": [1], "values": [1]}]}',
    );
    expect(series[0]!.key).toBe('x{__proto__="p",a="1"}');
  });
});
