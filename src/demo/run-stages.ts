/** One transaction of the load. */
export interface Step {
  /** About how long it takes, counted in records. */
  weight: number;
  run: () => Promise<void>;
}

/** Steps that may run beside each other; the next stage builds on them. */
export interface Stage {
  what: string;
  steps: Step[];
}

export type OnProgress = (done: number, total: number, what: string) => void;

/** One stage after the other; the steps of a stage in lanes. Where a step fails, no other begins, and nothing runs on behind. */
export async function runStages(stages: readonly Stage[], lanes: number, onProgress: OnProgress): Promise<void> {
  const steps = stages.flatMap((stage) => stage.steps);
  const total = steps.reduce((sum, { weight }) => sum + weight, 0);
  let done = 0;
  for (const { what, steps: waiting } of stages) {
    onProgress(done, total, what);
    await runInLanes(waiting, lanes, (weight) => onProgress((done += weight), total, what));
  }
}

async function runInLanes(steps: readonly Step[], lanes: number, onDone: (weight: number) => void): Promise<void> {
  const waiting = [...steps];
  const lane = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      await step.run();
      onDone(step.weight);
    }
  };
  const orStop = (error: unknown) => {
    waiting.length = 0;
    throw error;
  };
  const ended = await Promise.allSettled(Array.from({ length: lanes }, () => lane().catch(orStop)));
  const broken = ended.find((end) => end.status === 'rejected');
  if (broken) throw broken.reason;
}
