import type { SampleBatch } from '../../monitoring/ingest/ingest';
import { sampleFlags, type MetricKind } from '../../monitoring/monitoring.values';
import type { SubjectRef } from '../../monitoring/subject';
import type { Place, RefusedItem } from '../import-item';
import { textIn, wholeIn, type Capture, type LibrenmsRow } from './librenms-capture.rules';
import { metricOf } from './librenms-metric.rules';
import { isDeviceRefused } from './librenms-device.rules';
import { namesPerson } from './librenms-person.rules';
import { portItem, portKey } from './librenms-port.rules';
import { LibrenmsReader } from './librenms-reader.rules';

/** One sample of one series. */
export interface Reading {
  batch: SampleBatch;
  place: Place;
}
export type ReadingItem = Reading | RefusedItem | { notTaken: string };

/** What the sensors of a capture read at an instant; of several rows for one sensor the first is taken. */
export function readingItems(capture: Capture, owner: string, at: string): ReadingItem[] {
  const seen = new Set<string>();
  const items = (rows: readonly LibrenmsRow[], isWireless: boolean) =>
    rows.map((row) => {
      const item = readingItem(row, isWireless, capture, owner, at);
      if (!('batch' in item)) return item;
      const { place, batch } = item;
      const key = JSON.stringify([batch.metric, batch.labels?.['sensor_type'], batch.labels?.['sensor_index']]);
      if (seen.has(key))
        return { refused: { place, field: 'sensor_index', reason: 'an earlier row of the file has it' } };
      seen.add(key);
      return item;
    });
  return [...items(capture.sensors, false), ...items(capture.wirelessSensors, true)];
}

type Value = { value: number | null; flag: number };

function readingItem(row: LibrenmsRow, isWireless: boolean, capture: Capture, owner: string, at: string): ReadingItem {
  const read = new LibrenmsReader(row, capture);
  const current = row.fields['sensor_current'] ?? '';
  if (read.flag('sensor_deleted')) return { notTaken: 'sensors that LibreNMS has deleted' };
  if (current === '') return { notTaken: 'sensors without a reading' };
  const metric = metricIn(read, isWireless);
  const { value, flag } = valueOf(current) ?? read.refuse('sensor_current', 'is no number') ?? nothing;
  const labels = labelsOf(read);
  const subject = subjectOf(read, owner);
  const place = { file: capture.file, position: row.position };
  if (read.fault || !metric) return { refused: { place, ...(read.fault ?? { field: null, reason: 'has no metric' }) } };
  return { place, batch: { ...metric, labels, subject, timestamps: [at], values: [value], flags: [flag] } };
}

const nothing: Value = { value: null, flag: sampleFlags.nan };

const flags: ReadonlyMap<string, number> = new Map([
  ['nan', sampleFlags.nan],
  ['inf', sampleFlags.positiveInfinity],
  ['-inf', sampleFlags.negativeInfinity],
]);

/** A database may have written numbers as texts, and what is none by its name. */
function valueOf(current: unknown): Value | null {
  if (typeof current === 'number')
    return Number.isFinite(current) ? { value: current, flag: sampleFlags.number } : null;
  if (typeof current !== 'string') return null;
  const flag = flags.get(current.toLowerCase());
  if (flag !== undefined) return { value: null, flag };
  return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(current) ? valueOf(Number(current)) : null;
}

/** RRDtool's word for how the values behave. */
const metricKinds: ReadonlyMap<string, MetricKind> = new Map([
  ['GAUGE', 'GAUGE'],
  ['COUNTER', 'COUNTER'],
]);

function metricIn(read: LibrenmsReader, isWireless: boolean): ReturnType<typeof metricOf> {
  const kind = metricKinds.get(textIn(read.row, 'rrd_type') ?? 'GAUGE');
  if (!kind) return read.refuse('rrd_type', 'is neither GAUGE nor COUNTER');
  const sensorClass = read.text('sensor_class', 64);
  return metricOf(sensorClass, isWireless, kind) ?? read.refuse('sensor_class', 'is no name of a class');
}

/** LibreNMS tells the sensors of one class on one device apart by type and index. */
function labelsOf(read: LibrenmsReader): Record<string, string> {
  const description = read.optionalText('sensor_descr', 500);
  return {
    device: read.capture.key,
    sensor_type: read.text('sensor_type', 255),
    sensor_index: read.text('sensor_index', 255),
    ...(description === null || namesPerson(description) ? {} : { description }),
  };
}

/** The port a sensor says it is part of, where that is taken; else the device. */
function subjectOf(read: LibrenmsReader, owner: string): SubjectRef {
  const { row, capture } = read;
  if (isDeviceRefused(capture, owner)) read.refuse(null, 'its device is refused itself');
  const ifIndex = textIn(row, 'entPhysicalIndex_measured') === 'ports' ? wholeIn(row, 'entPhysicalIndex') : null;
  const port = ifIndex === null ? undefined : capture.portAt.get(ifIndex);
  const isTaken = port !== undefined && 'record' in portItem(port, capture, owner);
  return isTaken ? { interface: { externalId: portKey(capture, ifIndex!) } } : { device: { externalId: capture.key } };
}
