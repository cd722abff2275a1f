import type { RowSource } from '../reading/collection';
import { needsOf } from '../reading/field-edge';
import { wholeOf, type Projection } from '../reading/projection';
import type { PlannedField, Selection } from './plan';

/** What of records has to be read for what is asked of them. */
export function projectionOf(of: RowSource, selections: readonly Selection[], withKeys: boolean): Projection {
  const columns = columnsOf(of, selections);
  columns.add('id');
  return projected(of, columns, selections, withKeys);
}

/** The same beside another row, where nobody follows their id: it is sent only where it is asked for. */
export function joinedProjectionOf(of: RowSource, selection: Selection): Projection {
  return projected(of, columnsOf(of, [selection]), [selection], false);
}

function projected(
  of: RowSource,
  asked: ReadonlySet<string>,
  selections: readonly Selection[],
  withKeys: boolean,
): Projection {
  const columns = [...asked].filter((column) => column in of.columns).sort();
  const joins = selections.flatMap(({ fields }) =>
    fields.flatMap(({ how }) => (how.kind === 'joined' ? how.join : [])),
  );
  const name = JSON.stringify([columns, joins.map(({ as, edge, projection }) => [as, edge.key, projection.name])]);
  return { name, columns, joins, withKeys };
}

function columnsOf(of: RowSource, selections: readonly Selection[]): Set<string> {
  const fields = selections.flatMap((selection) => selection.fields);
  const isWhole = fields.some(({ how, definition }) => how.kind === 'resolved' && needsOf(definition) === null);
  return new Set(isWhole ? wholeOf(of).columns : fields.flatMap(neededBy));
}

/** What a joined record is found by stays in the database. */
function neededBy({ how, definition }: PlannedField): readonly string[] {
  if (how.kind === 'property') return how.masked ? [definition.name, 'withheldFields'] : [definition.name];
  if (how.kind === 'resolved') return needsOf(definition) ?? [];
  return how.kind === 'edge' && 'key' in how.edge ? [how.edge.key] : [];
}
