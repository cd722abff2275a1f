type Step = () => unknown;

/** Set-up and tear-down of a run are loaded apart from each other: what the first has started is told to the second here. */
const shared = globalThis as typeof globalThis & { commonwatchTeardown?: Step[] };

export function onTeardown(step: Step): void {
  (shared.commonwatchTeardown ??= []).push(step);
}

/** Undoes what was set up, the last first. */
export async function tearDown(): Promise<void> {
  const steps = shared.commonwatchTeardown ?? [];
  for (let step = steps.pop(); step; step = steps.pop()) await step();
}
