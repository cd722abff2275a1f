import { SingleBar } from 'cli-progress';
import type { Refused } from './import-run';

/** Progress and complaints of one import, for a person at a terminal or for a log. */
export class ImportReport {
  private readonly bar: SingleBar;
  private readonly leftOut = new Map<string, number>();

  constructor(what: string, total: number) {
    this.bar = new SingleBar({
      format: `  ${what} {bar} {percentage} %`,
      noTTYOutput: true,
      notTTYSchedule: 10_000,
      hideCursor: true,
      stream: process.stderr,
    });
    this.bar.start(Math.max(total, 1), 0);
  }

  readonly progress = (done: number): void => this.bar.update(done);

  /** Each row not taken is named at once: a long list never gathers in memory. */
  readonly refuse = ({ place, field, reason }: Refused): void => {
    process.stderr.write(
      `\r${place.file}: ${place.position}: ${field && !reason.startsWith(field) ? `${field}: ` : ''}${reason}\n`,
    );
  };

  /** What is left out on purpose, in the plural, is told together in the end. */
  readonly leaveOut = (what: string, count: number): void => {
    if (count > 0) this.leftOut.set(what, (this.leftOut.get(what) ?? 0) + count);
  };

  fill(): void {
    this.bar.update(this.bar.getTotal());
  }

  stop(): void {
    this.bar.stop();
    const told = [...this.leftOut].map(([what, count]) => `${what} ${count}`);
    if (told.length > 0) process.stderr.write(`not taken: ${told.join(', ')}\n`);
  }
}

/** Reports on a work until it ends, even with an error: a bar that goes on keeps the program from ending. */
export async function reporting<T>(
  what: string,
  total: number,
  work: (report: ImportReport) => Promise<T>,
): Promise<T> {
  const report = new ImportReport(what, total);
  try {
    const result = await work(report);
    report.fill();
    return result;
  } finally {
    report.stop();
  }
}
