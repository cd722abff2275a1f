import { print, type AddCommand } from '../kernel/command';
import { readConfig } from '../kernel/config';
import { beginBar } from '../kernel/progress-bar';
import { demoKeys } from './demo-keys';
import { loadDemo } from './load-demo';
import type { OnProgress } from './run-stages';

/** hub demo: what an embedded database gets by itself at its first start. */
export const addDemoCommand: AddCommand = (program, withDatabase) => {
  program
    .command('demo')
    .description(
      'load the demonstration country and print three keys; again, an outside database gets new ones in their place, and nothing else changes',
    )
    .action(() =>
      withDatabase(async ({ operator, embedded }) => {
        const bar = beginBar();
        const tell: OnProgress = (done, total, what) => {
          bar.setTotal(total);
          bar.update(done, { what });
        };
        // Beside an embedded database the keys are kept: its hub prints them at every start.
        const { dataDirectory } = readConfig(process.env);
        const keys = await (embedded ? demoKeys(operator, dataDirectory, tell) : loadDemo(operator, tell, new Date()));
        bar.stop();
        for (const { text, name, role } of keys) print(`${text}  ${name}, ${role}`);
      }),
    );
};
