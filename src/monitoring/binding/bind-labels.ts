import type { Db } from '../../kernel/postgres/session';
import type { SubjectKind } from '../subject';
import { findBindings } from './bind-new-series';
import { columnOf } from './binding.values';

/** One object of the inventory, as a column of a subject holds it. */
export interface BoundSubject {
  column: SubjectKind['column'];
  id: string;
}

/**
 * What labels alone lead to by the rules of a writer, for what is no series and still bears the labels of one, as an alert does: a rule is read
 * without the source and the metric that it names. Null where no rule finds one object.
 */
export async function bindLabels(
  db: Db,
  writer: string,
  labels: readonly Readonly<Record<string, string>>[],
): Promise<(BoundSubject | null)[]> {
  const asked = labels.map((one) => ({ source: '', metric: '', labels: one }));
  const found = await findBindings(db, writer, asked, (rule) => ({ ...rule, source: null, metricPattern: null }));
  return found.map(({ subject, target }) => (subject === null ? null : { column: columnOf[target], id: subject }));
}
