import type { RowSource } from '../reading/collection';
import { needsOf } from '../reading/field-edge';
import { wholeOf, type Join, type Projection } from '../reading/projection';
import type { PlannedField, Selection } from './plan';

/** What of records has to be read for what is asked of them. */
export function projectionOf(of: RowSource, selections: readonly Selection[], withKeys: boolean): Projection {
  const fields = selections.flatMap((selection) => selection.fields);
  const isWhole = fields.some(({ how, definition }) => how.kind === 'resolved' && needsOf(definition) === null);
  const asked = isWhole ? wholeOf(of).columns : new Set(['id', ...fields.flatMap(columnsOf)]);
  const columns = [...asked].filter((column) => column in of.columns).sort();
  const joins = fields.flatMap(joinsOf);
  const name = JSON.stringify([columns, joins.map(({ as, edge, projection }) => [as, edge.key, projection.name])]);
  return { name, columns, joins, withKeys };
}

function columnsOf({ how, definition }: PlannedField): string[] {
  if (how.kind === 'property') return how.masked ? [definition.name, 'withheldFields'] : [definition.name];
  if (how.kind === 'joined') return [how.join.edge.key];
  if (how.kind === 'resolved') return [...(needsOf(definition) ?? [])];
  return how.kind === 'edge' && how.edge.kind === 'one' ? [how.edge.key] : [];
}

const joinsOf = ({ how }: PlannedField): Join[] => (how.kind === 'joined' ? [how.join] : []);
