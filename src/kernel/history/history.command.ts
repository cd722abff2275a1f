import { print, type AddCommand } from '../command';
import { parseId } from '../ids';
import { withChanged, type HistoryRow } from './history.store';

type Change = Omit<HistoryRow, 'place'>;

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
          `SELECT c.at, c.operation, c.actor_label AS actor, 'key_' || c.actor_key_id AS key, c.before, c.after FROM private.change c
            WHERE c.record_id = $1 AND c.operation <> 'APPENDED' ORDER BY c.seq`,
          [uuid],
        );
        if (rows.length === 0) throw new Error(`Nothing is known of ${id}.`);
        rows.forEach(tell);
      }),
    );
};

function tell(change: Change): void {
  const { at, operation, actor, key, before, after, changed } = withChanged(change);
  print(`${at}  ${operation}  ${actor ?? 'the program'}${key ? ` by ${key}` : ''}`);
  for (const name of changed) print(`    ${name}: ${valueIn(before, name)} -> ${valueIn(after, name)}`);
}

const valueIn = (image: Change['before'], name: string): string => JSON.stringify(image?.[name]) ?? '-';
