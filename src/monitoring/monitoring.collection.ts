import { organizations, regions, timeOrders } from '../directory/directory.collection';
import { devices } from '../inventory/device/device.collection';
import { interfaces } from '../inventory/interface/interface.collection';
import { collection, type Collection } from '../kernel/reading/collection';
import { bindingRules } from './binding/binding-rule.collection';
import { unboundReasons } from './binding/binding.values';
import { MetricRow } from './metric.entity';
import { metricKinds } from './monitoring.values';
import { SeriesRow } from './series.entity';

export const metrics: Collection<MetricRow> = collection({
  typeName: 'Metric',
  prefix: 'met',
  dataset: 'DIRECTORY',
  entity: MetricRow,
  filters: {
    id: { kind: 'id', prefix: 'met', column: 'id', description: 'Id of the metric.' },
    name: { kind: 'text', column: 'name', description: 'Its name.' },
    unit: { kind: 'text', column: 'unit', description: 'Its unit.' },
    kind: { kind: 'choice', column: 'kind', choices: metricKinds, description: 'How its values behave.' },
  },
  orders: { NAME: { column: 'name', type: 'text', nullable: false, description: 'Name, by its bytes.' } },
});

export const series: Collection<SeriesRow> = collection({
  typeName: 'Series',
  prefix: 'ser',
  dataset: 'SAMPLES',
  entity: SeriesRow,
  filters: {
    id: { kind: 'id', prefix: 'ser', column: 'id', description: 'Id of the series.' },
    metric: { kind: 'record', column: 'metric_id', target: () => metrics, description: 'What it measures.' },
    writer: { kind: 'record', column: 'writer_id', target: () => organizations, description: 'Who sends it.' },
    owner: {
      kind: 'record',
      column: 'owner_id',
      target: () => organizations,
      description: 'Who owns what it measures.',
    },
    region: {
      kind: 'record',
      column: 'region_id',
      target: () => regions,
      description: 'The region of what it measures.',
    },
    device: { kind: 'record', column: 'device_id', target: () => devices, description: 'The device it measures.' },
    interface: {
      kind: 'record',
      column: 'interface_id',
      target: () => interfaces,
      description: 'The interface it measures.',
    },
    source: { kind: 'text', column: 'source', description: 'The system that sends it.' },
    isBound: { kind: 'presence', column: 'subject_id', description: 'Whether the object that it measures is known.' },
    unboundReason: {
      kind: 'choice',
      column: 'unbound_reason',
      choices: unboundReasons,
      description: 'Why that is not known.',
    },
    bindingRule: {
      kind: 'record',
      column: 'binding_rule_id',
      target: () => bindingRules,
      description: 'The rule that bound it.',
    },
    createdAt: { kind: 'time', column: 'created_at', description: 'When the hub first held it.' },
  },
  orders: timeOrders,
});
