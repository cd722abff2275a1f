import { SingleBar } from 'cli-progress';
import { print, type AddCommand } from '../kernel/command';
import { loadDemo } from './load-demo';

/** hub demo: what an embedded database gets by itself at its first start. */
export const addDemoCommand: AddCommand = (program, withDatabase) => {
  program
    .command('demo')
    .description('load the demonstration country and print three keys; again, it adds keys and changes nothing else')
    .action(() =>
      withDatabase(async ({ operator }) => {
        const bar = new SingleBar({
          format: '  {bar} {percentage} %  {what}',
          noTTYOutput: true,
          notTTYSchedule: 5000,
          stream: process.stderr,
        });
        bar.start(1, 0, { what: '' });
        const keys = await loadDemo(
          operator,
          (done, total, what) => {
            bar.setTotal(total);
            bar.update(done, { what });
          },
          new Date(),
        );
        bar.stop();
        for (const { text, name, role } of keys) print(`${text}  ${name}, ${role}`);
      }),
    );
};
