import type { Command } from 'commander';
import { backtest } from './backtest';

/** hub backtest: the detector over a file; it opens no database. */
export function addBacktestCommand(program: Command): void {
  program
    .command('backtest <file>')
    .description('run the detector without tuning over a CSV file of one series, and print how unusual each sample is')
    .addHelpText(
      'after',
      `
The file has a header with the columns timestamp and value, and its rows in the order of time; a timestamp without a zone is UTC.
Printed is timestamp,value,anomaly_score: the texts as they stand in the file, the score from 0, as usual, to 1. A sample is judged by
those before it alone. A row without a number (empty, NaN, Inf), and one that repeats the instant above, scores 0 and teaches nothing.
Ends with 0; 1 where the file can not be read, or a row of it: the message names the line.`,
    )
    .action((file: string) => backtest(file, process.stdout));
}
