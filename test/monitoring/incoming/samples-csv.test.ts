import { readSamplesCsv } from '../../../src/monitoring/incoming/samples-csv';
import { UndecodableBody } from '../../../src/monitoring/incoming/undecodable-body';
import { now, numbersOf, samplesOf } from './told';

const readLines = (...lines: string[]) => readSamplesCsv(Buffer.from(lines.join('\n')), { now });

describe('Samples as CSV', () => {
  test('come as columns: what is no column of a sample is a label, an empty cell none', () => {
    const incoming = readLines(
      '\ufeffroom,Metric,timestamp,value,instance',
      'tầng 2,load,2026-11-22T11:00:00Z,1.5,',
      '',
      '"tầng ""2"", trái",load,1000,-2e3,a:9100',
      'tầng 2, load , 2000 , 3 ,',
      'tầng 2,load,3000,4,',
      '',
    );
    expect(numbersOf(incoming)).toEqual([
      ['load{room="tầng 2"}', Date.UTC(2026, 10, 22, 11), 1.5],
      [String.raw`load{instance="a:9100",room="tầng \"2\", trái"}`, 1000, -2000],
      ['load{room="tầng 2"}', 3000, 4],
    ]);
    expect(incoming.refused).toEqual([{ reason: 'METRIC_NAME', samples: 1, example: 'line 5: " load "' }]);
  });

  test('name what is no number', () => {
    const incoming = readLines(
      'metric,timestamp,value',
      ...['NaN', '+Inf', '-inf', 'stale'].map((v, i) => `x,${i},${v}`),
    );
    expect(samplesOf(incoming)).toEqual([
      ['x{}', 0, '7ff8000000000001', 1],
      ['x{}', 1, '7ff0000000000000', 2],
      ['x{}', 2, 'fff0000000000000', 3],
      ['x{}', 3, '7ff0000000000002', 4],
    ]);
  });

  test('lose a line that can not be read, by its number, and no other', () => {
    const incoming = readLines(
      'metric,timestamp,value,job',
      'x,now,1,a',
      'x,1,,a',
      'x,1,"1,5",a',
      'x,1,1',
      'x,1,1,a,b',
      `x,${now + 600_001},1,a`,
      'x,1,1,a\0b',
      'x,1,1,a',
    );
    expect(numbersOf(incoming)).toEqual([['x{job="a"}', 1, 1]]);
    expect(incoming.refused).toEqual([
      { reason: 'UNREADABLE_INSTANT', samples: 1, example: 'line 2: "now"' },
      { reason: 'UNREADABLE_VALUE', samples: 2, example: 'line 3: ""' },
      { reason: 'MALFORMED', samples: 2, example: 'line 5: 3 cells under a header of 4' },
      { reason: 'IN_THE_FUTURE', samples: 1, example: 'x{job="a"} at 2026-11-22T12:10:00.001Z' },
      { reason: 'TEXT', samples: 1, example: 'line 8: x: "job"' },
    ]);
  });

  test.each([
    ['', /The body is empty: begin with the header metric,timestamp,value/],
    ['metric,time,value\nx,1,1', /The header "metric,time,value" has no column "timestamp"/],
    ['timestamp,value\n1,1', /no column "metric"/],
    ['metric,timestamp,value,if-name\nx,1,1,a', /The column "if-name" can be no label/],
    ['metric,timestamp,value,__name__', /The column "__name__" can be no label/],
    ['metric,timestamp,value,job,job', /The header has the column "job" twice/],
    ['metric,timestamp,value\nx,1,"1', /The CSV can not be read on: Quote Not Closed.* line 2/],
    ['metric,timestamp,value\nx,1,1"', /The CSV can not be read on: Invalid Opening Quote.* line 2/],
  ])('are refused as a whole as %j', (text, message) => {
    expect(() => readLines(text)).toThrow(UndecodableBody);
    expect(() => readLines(text)).toThrow(message);
  });

  test('are refused as a whole where they are no UTF-8, by the line', () => {
    const body = Buffer.from('metric,timestamp,value\nx,1,1\n\xe7,1,1', 'latin1');
    expect(() => readSamplesCsv(body, { now })).toThrow('Line 3 of the body is no UTF-8');
  });
});
