/** What failed on the way of a run that goes on for the others, told when all were tried. */
export class Failures {
  private readonly all: unknown[] = [];

  readonly add = (failure: unknown): void => void this.all.push(failure);

  get none(): boolean {
    return this.all.length === 0;
  }

  /** `told` says of how many what failed: "3 paces are not learned". */
  throwIfAny(told: (count: number) => string): void {
    if (this.none) return;
    throw new AggregateError(this.all, `${told(this.all.length)}, first: ${String(this.all[0])}`);
  }
}
