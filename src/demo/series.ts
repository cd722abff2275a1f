import type { MetricKind } from '../monitoring/monitoring.values';
import type { SubjectRef } from '../monitoring/subject';
import { refFrom, type Device, type Line, type Part, type Port } from './model';
import { nationalCenter } from './organizations';
import { createRandom } from './random';
import { slotMs, type Signal } from './signal';

/** A series and who sends it; what it is like stands in its signal. */
export interface Series {
  owner: string;
  metric: string;
  unit: string;
  kind: MetricKind;
  labels: Record<string, string>;
  subject: SubjectRef;
  signal: Signal;
}

const gauges = [
  { metric: 'cpu_utilization_ratio', unit: 'ratio', shape: 'CPU' },
  { metric: 'memory_utilization_ratio', unit: 'ratio', shape: 'MEMORY' },
  { metric: 'temperature_celsius', unit: 'celsius', shape: 'TEMPERATURE' },
] as const;
const counters = ['if_in_octets_total', 'if_out_octets_total'];

/** What is watched before others: routers, then what many things hang on. */
const order: readonly Part[] = ['core', 'edge', 'firewall', 'fabric', 'server'];

/** Some devices are measured by the national center's probes, some by whoever the site belongs to. */
function writerOf(device: Device): string {
  const random = createRandom(`probe:${device.id}`);
  if (device.site.owner !== device.owner) return random.chance(0.5) ? device.site.owner : device.owner;
  return random.chance(0.06) ? nationalCenter.code : device.owner;
}

function seriesOf(device: Device): Series[] {
  const owner = writerOf(device);
  return gauges.map(({ metric, unit, shape }) => ({
    ...{ owner, metric, unit, kind: 'GAUGE', labels: { device: device.id } },
    subject: { device: refFrom(owner, device) },
    signal: { id: `${device.id}:${shape}`, shape, silent: device.status === 'OFFLINE' },
  }));
}

function seriesOfPort(port: Port, line: Line): Series[] {
  const { owner, device, name } = port;
  return counters.map((metric) => ({
    ...{ owner, metric, unit: 'bytes', kind: 'COUNTER', labels: { device: device.id, interface: name } },
    subject: { interface: refFrom(owner, port) },
    signal: {
      ...{ id: `${port.id}:${metric}`, shape: 'TRAFFIC', silent: line.status === 'OFFLINE' },
      capacity: ((line.capacityBps / 8) * slotMs) / 1000,
    },
  }));
}

/** Every series of the country: 2,000 at full scale, three of each of 400 devices and two of each of 400 interfaces. */
export function generateSeries(scale: number, devices: readonly Device[], lines: readonly Line[]): Series[] {
  const count = Math.round(400 * scale);
  const working = createRandom('watched devices')
    .shuffled(devices)
    .filter(({ part, status }) => order.includes(part) && (status === 'ACTIVE' || status === 'OFFLINE'))
    .toSorted((a, b) => order.indexOf(a.part) - order.indexOf(b.part));
  const circuits = createRandom('watched circuits')
    .shuffled(lines)
    .filter(({ kind, status }) => kind === 'CIRCUIT' && (status === 'ACTIVE' || status === 'OFFLINE'))
    .toSorted((a, b) => b.capacityBps - a.capacityBps);
  return [
    ...working.slice(0, count).flatMap(seriesOf),
    ...circuits.slice(0, count).flatMap((line) => seriesOfPort(line.a, line)),
  ];
}
