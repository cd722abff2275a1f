import type { Refusal } from '../../kernel/writing/refusal';
import { incomingReasons } from '../incoming/incoming';
import { instantFault } from '../instants.rules';
import { sampleFlags } from '../monitoring.values';
import { isLabelName, isMetricName, isUnit, mostLabels, valueFault } from '../series-names.rules';

interface Sent {
  metric: string;
  unit?: string | null;
  labels?: Record<string, unknown> | null;
  subject?: object | null;
  timestamps: string[];
  values: (number | null)[];
  flags?: number[] | null;
}

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
  if (!isMetricName(metric))
    faults.push([
      'metric',
      `"${metric.slice(0, 60)}" is no name of a metric: letters, digits, "_" and ":", no digit first, up to 200.`,
    ]);
  if (unit && !isUnit(unit)) faults.push(['unit', `it may have 40 characters, this one has ${unit.length}.`]);
  const entries = Object.entries(labels ?? {});
  if (entries.length > mostLabels)
    faults.push(['labels', `a series has ${mostLabels} labels at most, this one has ${entries.length}.`]);
  faults.push(...entries.slice(0, mostLabels).flatMap(labelFaults));
  const named = Object.values(subject ?? {}).filter((value) => value != null).length;
  if (subject && named !== 1) faults.push(['subject', `a series measures one object, ${named} are named.`]);
  return faults;
}

function labelFaults([name, value]: [string, unknown]): Fault[] {
  if (!isLabelName(name))
    return [['labels', `"${name.slice(0, 60)}" is no name of a label: letters, digits and "_", no digit first.`]];
  if (typeof value !== 'string') return [['labels', `"${name}" must be a text.`]];
  const reason = valueFault(value);
  return reason === null ? [] : [['labels', `"${name}": ${incomingReasons[reason]}`]];
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
  return timestamps.flatMap((timestamp, i): Fault[] => {
    const flag = flags?.[i] ?? sampleFlags.number;
    const fault = instantFault(timestamp, now.getTime());
    if (fault !== null) return [[`timestamps[${i}]`, fault]];
    if (!Number.isInteger(flag) || flag < 0 || flag > 4) return [[`flags[${i}]`, `${flag} is no flag: 0 to 4.`]];
    const finite = values[i] != null && Number.isFinite(values[i]);
    if (flag === sampleFlags.number && !finite)
      return [[`values[${i}]`, 'there is no finite number: give one, or say by its flag what it is.']];
    return [];
  });
}
