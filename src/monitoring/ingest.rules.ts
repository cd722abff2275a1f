import type { Refusal } from '../kernel/writing/refusal';
import { sampleFlags } from './monitoring.values';

interface Sent {
  metric: string;
  unit?: string | null;
  labels?: Record<string, unknown> | null;
  subject?: object | null;
  timestamps: string[];
  values: (number | null)[];
  flags?: number[] | null;
}

const metricName = /^[a-zA-Z_:][a-zA-Z0-9_:]{0,199}$/;
const labelName = /^[a-zA-Z_][a-zA-Z0-9_]{0,99}$/;
export const futureToleranceMs = 10 * 60_000;

/** What is wrong with the samples of one series; empty where nothing is. */
export function checkBatch(batch: Sent, index: number, now: Date): Refusal[] {
  const faults = [...nameFaults(batch), ...columnFaults(batch), ...valueFaults(batch, now)];
  return faults
    .slice(0, 10)
    .map(([field, message]) => ({ index, field, code: 'INVALID', message: `${field}: ${message}` }));
}

type Fault = [field: string, message: string];

function nameFaults({ metric, unit, labels, subject }: Sent): Fault[] {
  const faults: Fault[] = [];
  if (!metricName.test(metric))
    faults.push([
      'metric',
      `"${metric.slice(0, 60)}" is no name of a metric: letters, digits, "_" and ":", no digit first, up to 200.`,
    ]);
  if (unit && unit.length > 40) faults.push(['unit', `it may have 40 characters, this one has ${unit.length}.`]);
  const entries = Object.entries(labels ?? {});
  if (entries.length > 64) faults.push(['labels', `a series has 64 labels at most, this one has ${entries.length}.`]);
  for (const [name, value] of entries.slice(0, 64)) {
    if (!labelName.test(name))
      faults.push(['labels', `"${name.slice(0, 60)}" is no name of a label: letters, digits and "_", no digit first.`]);
    else if (typeof value !== 'string' || value.length > 4096)
      faults.push(['labels', `"${name}" must be a text of up to 4,096 characters.`]);
  }
  const named = Object.values(subject ?? {}).filter((value) => value != null).length;
  if (subject && named !== 1) faults.push(['subject', `a series measures one object, ${named} are named.`]);
  return faults;
}

function columnFaults({ timestamps, values, flags }: Sent): Fault[] {
  const faults: Fault[] = [];
  if (values.length !== timestamps.length)
    faults.push(['values', `there are ${timestamps.length} timestamps and ${values.length} values: give one of each.`]);
  if (flags && flags.length !== timestamps.length)
    faults.push([
      'flags',
      `there are ${timestamps.length} timestamps and ${flags.length} flags: give one of each, or none.`,
    ]);
  return faults;
}

function valueFaults({ timestamps, values, flags }: Sent, now: Date): Fault[] {
  const latest = now.getTime() + futureToleranceMs;
  return timestamps.flatMap((timestamp, i): Fault[] => {
    const flag = flags?.[i] ?? sampleFlags.number;
    if (Date.parse(timestamp) > latest)
      return [[`timestamps[${i}]`, `${timestamp} lies more than 10 minutes in the future.`]];
    if (!Number.isInteger(flag) || flag < 0 || flag > 4) return [[`flags[${i}]`, `${flag} is no flag: 0 to 4.`]];
    const finite = values[i] != null && Number.isFinite(values[i]);
    if (flag === sampleFlags.number && !finite)
      return [[`values[${i}]`, 'there is no finite number: give one, or say by its flag what it is.']];
    return [];
  });
}
