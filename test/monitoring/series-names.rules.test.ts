import { readSamplesCsv } from '../../src/monitoring/incoming/samples-csv';
import { readSamplesJson } from '../../src/monitoring/incoming/samples-json';
import { readWriteRequest } from '../../src/monitoring/incoming/write-request';
import { KnownLabels } from '../../src/monitoring/incoming/known-labels';
import { metricNameFrom, tagLabel } from '../../src/monitoring/incoming/zabbix-item.rules';
import { checkBatch } from '../../src/monitoring/ingest/ingest.rules';
import { isLabelName, isMetricName, isSourceName } from '../../src/monitoring/series-names.rules';
import { startHub, type Hub } from '../support/hub';
import { createRandom } from '../support/random';
import { encodeWriteRequest } from '../support/remote-write';

const now = new Date('2026-11-22T00:00:00Z');
const instant = '2026-11-01T00:00:00Z';

type Labels = Record<string, string>;

/** Whether each road takes a series of this name and these labels. */
const roads: Record<string, (metric: string, labels: Labels) => boolean> = {
  ingestSamples: (metric, labels) =>
    checkBatch({ metric, labels, timestamps: [instant], values: [1] }, 0, now).length === 0,
  'remote-write': (metric, labels) => {
    const series = [{ labels: { __name__: metric, ...labels }, samples: [[Date.parse(instant), 1] as const] }];
    return readWriteRequest(encodeWriteRequest(series), { now: now.getTime(), known: new KnownLabels() }).at.length > 0;
  },
  JSON: (metric, labels) => {
    const series = [{ metric, labels, timestamps: [instant], values: [1] }];
    return readSamplesJson(Buffer.from(JSON.stringify({ series })), { now: now.getTime() }).at.length > 0;
  },
  CSV: (metric, labels) => {
    const quoted = (cells: string[]) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join();
    const rows = [
      ['metric', 'timestamp', 'value', ...Object.keys(labels)],
      [metric, instant, '1', ...Object.values(labels)],
    ];
    try {
      return readSamplesCsv(Buffer.from(rows.map(quoted).join('\n')), { now: now.getTime() }).at.length > 0;
    } catch {
      return false;
    }
  },
};

const many = (count: number): Labels =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`l${n}`, 'x'] as const));

const cases: [what: string, metric: string, labels: Labels, isTaken: boolean][] = [
  ['a plain name', 'up', {}, true],
  ['a name with every sign there may be', 'A:b_C9', { _x9: 'y' }, true],
  ['a name of 200', 'm'.repeat(200), {}, true],
  ['a name of 201', 'm'.repeat(201), {}, false],
  ['a name with a digit first', '1up', {}, false],
  ['a name in another script', 'nhiệt_độ', {}, false],
  ['a name with a line behind it', 'up\n', {}, false],
  ['no name', '', {}, false],
  ['a label with a colon', 'up', { 'a:b': 'x' }, false],
  ['a label of 100', 'up', { ['l'.repeat(100)]: 'x' }, true],
  ['a label of 101', 'up', { ['l'.repeat(101)]: 'x' }, false],
  ['a value of 4,096 bytes', 'up', { room: 'x'.repeat(4096) }, true],
  ['a value of 4,097 bytes', 'up', { room: 'x'.repeat(4097) }, false],
  ['a value of few characters and many bytes', 'up', { room: 'ệ'.repeat(1366) }, false],
  ['a value with a NUL', 'up', { room: 'a\0b' }, false],
  ['64 labels', 'up', many(64), true],
  ['65 labels', 'up', many(65), false],
  ['a label without a value', 'up', { room: '' }, true],
];

describe.each(Object.keys(roads))('By way of %s', (road) => {
  test.each(cases)('%s: taken or not, as by all others', (_what, metric, labels, isTaken) => {
    expect(roads[road]!(metric, labels)).toBe(isTaken);
  });
});

test('Postgres says the same of the names that it checks', async () => {
  const hub: Hub = await startHub();
  const formOf = async (constraint: string) => {
    const [row] = await hub.sql<{ definition: string }>(
      'SELECT pg_get_constraintdef(k.oid) AS definition FROM pg_constraint k WHERE k.conname = $1',
      [constraint],
    );
    return /'(\^.*\$)'/.exec(row!.definition)![1]!;
  };
  const sources = ['a', 'poller-1', 'x'.repeat(63), 'x'.repeat(64), '-a', 'A', 'a b', '', 'a\n', '0.a_'];
  const names = [...cases.map(([, metric]) => metric), ...sources];
  const judged = (form: string) =>
    hub.sql<{ fits: boolean }>('SELECT n ~ $1 AS fits FROM unnest($2::text[]) n', [form, names]);
  const [metrics, others] = [await formOf('metric_name_check'), await formOf('series_source_check')];
  expect((await judged(metrics)).map(({ fits }) => fits)).toEqual(names.map(isMetricName));
  expect((await judged(others)).map(({ fits }) => fits)).toEqual(names.map(isSourceName));
  await hub.stop();
});

test('What a Zabbix item and its tags are called here is always such a name', () => {
  const random = createRandom();
  const texts = Array.from({ length: 300 }, () =>
    String.fromCodePoint(
      ...Array.from({ length: random.whole(260) }, () => 32 + random.whole(random.chance(0.8) ? 400 : 9000)),
    ),
  );
  expect(texts.filter((text) => !isMetricName(metricNameFrom(text)) || !isLabelName(tagLabel(text)))).toEqual([]);
});
