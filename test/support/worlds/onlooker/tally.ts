import { inspect, isDeepStrictEqual } from 'node:util';

const most = 12;

/** Counts comparisons, and keeps what differs until the end: one fault often shows in several places. */
export class Tally {
  checks = 0;
  private faults = 0;
  private readonly told: string[] = [];

  agree(where: string, actual: unknown, expected: unknown): void {
    this.checks += 1;
    if (isDeepStrictEqual(actual, expected)) return;
    this.faults += 1;
    const show = (value: unknown) => inspect(value, { depth: 8, breakLength: 160, maxArrayLength: 60 });
    if (this.told.length < most)
      this.told.push(`${where}\n    answered ${show(actual)}\n    expected ${show(expected)}`);
  }

  /** Ends the run in the words of all that differed. */
  conclude(seed: number): void {
    if (this.faults === 0) return;
    const told = this.told.join('\n  - ');
    throw new Error(
      `${this.faults} of ${this.checks} differ. Again with WORLDS_SEED=${seed} WORLDS_RUNS=1:\n  - ${told}`,
    );
  }
}
