import type { Collection } from '../../src/kernel/reading/collection';
import type { OrderInput } from '../../src/kernel/reading/keyset';

export interface OracleRow {
  id: string;
  keys: (string | null)[];
}

type Ask = <T extends object>(text: string) => Promise<T[]>;

/** Text by whose bytes the values of a column sort. */
const sortable: Record<string, (column: string) => string> = {
  text: (column) => column,
  timestamptz: (column) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSUS')`,
  bigint: (column) => `lpad(${column}::text, 20, '0')`,
  inet: (column) =>
    `family(${column}) || encode(substr(inet_send(${column}), 5), 'hex') || lpad(masklen(${column})::text, 3, '0')`,
};

/** Another opinion of what a list holds and in which order: sorted here, from all rows at once, with no cursor. */
export class Oracle {
  constructor(
    private readonly of: Collection,
    private readonly orderBy: readonly OrderInput[],
  ) {}

  /** The whole list as it stands, or its active records alone. */
  async rows(ask: Ask, activeOnly: boolean): Promise<OracleRow[]> {
    const keys = this.orderBy.map(({ field }) => {
      const { column, type } = this.of.orders[field]!;
      return sortable[type]!(`t.${column}`);
    });
    const rows = await ask<OracleRow>(
      `SELECT '${this.of.prefix}_' || t.id AS id, ARRAY[${keys.join(', ')}]::text[] AS keys
         FROM ${this.of.table} t ${activeOnly ? `WHERE t.status = 'ACTIVE'` : ''}`,
    );
    return rows.sort((a, b) => this.compare(a, b));
  }

  /** What comes after a row, or before it, whether the row is still there or not. */
  beyond(rows: OracleRow[], row: OracleRow | null, backward: boolean): OracleRow[] {
    if (row === null) return rows;
    return rows.filter((other) => (backward ? this.compare(other, row) < 0 : this.compare(other, row) > 0));
  }

  private compare(a: OracleRow, b: OracleRow): number {
    for (const [i, { direction }] of this.orderBy.entries()) {
      const difference = compareValues(a.keys[i]!, b.keys[i]!);
      if (difference !== 0) return direction === 'DESC' ? -difference : difference;
    }
    const byId = compareValues(a.id, b.id);
    return this.orderBy.at(-1)?.direction === 'DESC' ? -byId : byId;
  }
}

/** By bytes; a value that is missing comes last. */
function compareValues(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
