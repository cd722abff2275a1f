import { Query, type ClientBase, type QueryConfig } from 'pg';
import { CellRow, Heading, type Fields } from './cells';

/**
 * A query that keeps its rows as they come: pg's own would look for a parser of every cell. pg calls the two methods with what the server
 * sends; its types do not name them.
 */
class CellQuery extends Query {
  private heading = new Heading([]);
  readonly found: CellRow[] = [];

  handleRowDescription({ fields }: { fields: Fields }): void {
    this.heading = new Heading(fields);
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    this.found.push(new CellRow(this.heading, fields));
  }
}

export const queryCells = (client: ClientBase, config: QueryConfig): Promise<CellRow[]> =>
  new Promise((resolve, reject) => {
    const query: CellQuery = new CellQuery(config, (error) => (error ? reject(error) : resolve(query.found)));
    client.query(query);
  });
