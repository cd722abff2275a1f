import type { UpsertTarget } from '../kernel/writing/upsert';
import { series } from './monitoring.collection';
import { subjectKinds } from './subject';

const subjectColumns = Object.fromEntries(
  [...subjectKinds.map(({ column }) => column), 'binding_rule_id'].map((column) => [column, 'uuid']),
);

/** How series are written: one whose subject is not said keeps the one it has, and one whose subject is said is no rule's any more. */
export const seriesTarget: UpsertTarget = {
  of: series,
  key: ['writer_id', 'source', 'external_id'],
  columns: {
    ...{ metric_id: 'uuid', writer_id: 'uuid', source: 'text', external_id: 'text', labels: 'jsonb' },
    ...subjectColumns,
  },
  together: Object.keys(subjectColumns),
  synced: false,
};

/** The same of series that rules have been asked about: what somebody else has made meanwhile stays as it is. */
export const newSeriesTarget: UpsertTarget = {
  ...seriesTarget,
  columns: { ...seriesTarget.columns, unbound_reason: 'text' },
  keeps: true,
};
