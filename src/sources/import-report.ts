import { SingleBar } from 'cli-progress';
import type { Refused } from './import-run';

/** Progress and complaints of one import, for a person at a terminal or for a log. */
export class ImportReport {
  private readonly bar: SingleBar;
  refused = 0;

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
    this.refused += 1;
    process.stderr.write(
      `\r${place.file}: ${place.position}: ${field && !reason.startsWith(field) ? `${field}: ` : ''}${reason}\n`,
    );
  };

  end(): void {
    this.bar.update(this.bar.getTotal());
    this.bar.stop();
  }
}
