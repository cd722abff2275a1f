import type { Json } from '../../../src/sources/librenms/librenms-capture.rules';
import { metricOf } from '../../../src/sources/librenms/librenms-metric.rules';
import { readingItems, type ReadingItem } from '../../../src/sources/librenms/librenms-sensor.rules';
import { captured, device, port, sensor, type Rows } from './small-capture';

const at = '2026-11-01T00:00:00Z';
const readings = (rows: Rows) => readingItems(captured(rows), 'NMC', at);
const fateOf = (item: ReadingItem): unknown => {
  if ('batch' in item) return item.batch;
  return 'notTaken' in item ? item.notTaken : `${item.refused.field}: ${item.refused.reason}`;
};
const sensorFate = (fields: Json) => fateOf(readings({ ports: [port(1)], sensors: [sensor('1', 20.5, fields)] })[0]!);

test('a reading is one sample of a series of its own', () => {
  expect(sensorFate({})).toEqual({
    ...{ metric: 'librenms_temperature_celsius', unit: 'celsius', kind: 'GAUGE' },
    labels: { device: 'one', sensor_type: 'made-up', sensor_index: '1', description: 'Probe 1' },
    subject: { device: { externalId: 'one' } },
    ...{ timestamps: [at], values: [20.5], flags: [0] },
  });
});

test.each([
  ['state', false, 'GAUGE', 'librenms_state', null],
  ['dbm', false, 'GAUGE', 'librenms_dbm', 'dbm'],
  ['power', false, 'GAUGE', 'librenms_power_watts', 'watts'],
  ['power', true, 'GAUGE', 'librenms_wireless_power_dbm', 'dbm'],
  ['ap-count', true, 'GAUGE', 'librenms_wireless_ap_count', null],
  ['count', false, 'COUNTER', 'librenms_count_total', null],
  ['of-tomorrow', false, 'GAUGE', 'librenms_of_tomorrow', null],
] as const)('class %s (wireless: %s, %s) is the metric %s', (name, isWireless, kind, metric, unit) => {
  expect(metricOf(name, isWireless, kind)).toEqual({ metric, unit, kind });
});

test.each<[Json, Json]>([
  [{ sensor_current: '-3.5' }, { values: [-3.5], flags: [0] }],
  [{ sensor_current: 'NaN' }, { values: [null], flags: [1] }],
  [{ sensor_current: '-inf' }, { values: [null], flags: [3] }],
  [
    { entPhysicalIndex: '1', entPhysicalIndex_measured: 'ports' },
    { subject: { interface: { externalId: 'one:port:1' } } },
  ],
  [{ entPhysicalIndex: '9', entPhysicalIndex_measured: 'ports' }, { subject: { device: { externalId: 'one' } } }],
  [{ entPhysicalIndex: '1' }, { subject: { device: { externalId: 'one' } } }],
])('%j is taken as %j', (fields, taken) => expect(sensorFate(fields)).toMatchObject(taken));

test('a description that names a person is left out', () => {
  expect(sensorFate({ sensor_descr: 'call tel: 024 000' })).toMatchObject({ labels: { device: 'one' } });
  expect(JSON.stringify(sensorFate({ sensor_descr: 'call tel: 024 000' }))).not.toContain('024');
});

test.each([
  [{ sensor_current: null }, 'sensors without a reading'],
  [{ sensor_deleted: 1 }, 'sensors that LibreNMS has deleted'],
  [{ sensor_current: 'warm' }, 'sensor_current: is no number'],
  [{ sensor_current: [] }, 'sensor_current: is no number'],
  [{ sensor_class: null }, 'sensor_class: is missing'],
  [{ sensor_class: 'Ünit' }, 'sensor_class: is no name of a class'],
  [{ sensor_index: '' }, 'sensor_index: is missing'],
  [{ rrd_type: 'ABSOLUTE' }, 'rrd_type: is neither GAUGE nor COUNTER'],
])('%j is no sample: %s', (fields, fault) => expect(sensorFate(fields)).toBe(fault));

test('of rows for one sensor the first is taken; wireless sensors are others', () => {
  const items = readings({ sensors: [sensor('1', 1), sensor('1', 2)], wireless: [sensor('1', 3)] });
  expect(items.map((item) => ('batch' in item ? item.batch.values[0] : fateOf(item)))).toEqual([
    1,
    'sensor_index: an earlier row of the file has it',
    3,
  ]);
});

test('what hangs on a refused device is refused with it', () => {
  const [item] = readings({ devices: [device({ serial: 5 })], sensors: [sensor('1', 1)] });
  expect(fateOf(item!)).toBe('null: its device is refused itself');
});
