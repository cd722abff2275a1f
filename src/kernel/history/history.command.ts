import { print, type AddCommand } from '../command';
import { parseId } from '../ids';

interface Change {
  at: string;
  operation: string;
  actor: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

/** hub history ID */
export const addHistoryCommand: AddCommand = (program, withDatabase) => {
  program
    .command('history <id>')
    .description('show what changed in a record, before and after, oldest first')
    .action((id: string) =>
      withDatabase(async ({ operator }) => {
        const uuid = parseId(id)?.uuid;
        if (!uuid) throw new Error(`"${id.slice(0, 60)}" is not an id: use one that the hub returned, such as dev_….`);
        const { rows } = await operator.query<Change>(
          `SELECT c.at, c.operation, c.actor_label AS actor, c.before, c.after FROM private.change c
            WHERE c.record_id = $1 AND c.operation <> 'APPENDED' ORDER BY c.seq`,
          [uuid],
        );
        if (rows.length === 0) throw new Error(`Nothing is known of ${id}.`);
        rows.forEach(tell);
      }),
    );
};

function tell({ at, operation, actor, before, after }: Change): void {
  print(`${at}  ${operation}  ${actor ?? 'the program'}`);
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].sort();
  for (const name of names) {
    const [was, is] = [JSON.stringify(before?.[name]), JSON.stringify(after?.[name])];
    if (was !== is) print(`    ${name}: ${was ?? '-'} -> ${is ?? '-'}`);
  }
}
