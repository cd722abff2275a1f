import type { CacaoPlaybook, CacaoStep, RefProperty } from './cacao-playbook';

/** The way from a step to another, for one outcome of it, or for any. */
export interface Arrow {
  to: string;
  outcome: string | null;
}

/** How the steps of a workflow follow each other, without its ends. A loop's way back is not among the arrows: they lead forward alone. */
export interface Flow {
  arrows: ReadonlyMap<string, readonly Arrow[]>;
  /** Of each while-condition, the steps that it repeats. */
  loops: ReadonlyMap<string, ReadonlySet<string>>;
}

/** A step whose branches are being walked, and where the way goes on when they have ended: of a loop, the loop itself. */
interface Frame {
  of: string;
  goesOn: string;
}
type Frames = readonly Frame[];

const pick = (step: CacaoStep, by: RefProperty): string | undefined => step.refs.find((ref) => ref.by === by)?.to;

/** Where a step leads when it, and all of its branches, are done. */
export const after = (step: CacaoStep): string | undefined => pick(step, 'on_completion') ?? pick(step, 'on_success');

/**
 * Walks a workflow from its start. The end of a branch of a parallel or a condition with an on_completion of its own leads on there, the end
 * of what a while-condition repeats leads back to it; a branch that leads there by itself is at its end too. Every other end ends the plan.
 */
export function flowOf({ start, exception, steps }: CacaoPlaybook): Flow {
  const walk = new Walk(steps, exception);
  walk.from(start);
  return { arrows: walk.arrows, loops: walk.loops() };
}

class Walk {
  readonly arrows = new Map<string, Arrow[]>();
  private readonly frames = new Map<string, Frames>();

  constructor(
    private readonly steps: ReadonlyMap<string, CacaoStep>,
    private readonly exception: string | null,
  ) {}

  /** A step that is met on several ways stands within as few branches as any of them. */
  from(start: string): void {
    const left: { id: string; frames: Frames }[] = [{ id: start, frames: [] }];
    for (let one = left.pop(); one; one = left.pop()) {
      const known = this.frames.get(one.id);
      if (known && known.length <= one.frames.length) continue;
      this.frames.set(one.id, one.frames);
      const step = this.steps.get(one.id)!;
      const ways = waysFrom(step, one.frames, this.exception).flatMap(({ to, frames, outcome }) =>
        this.resolve(to, frames).map((found) => ({ ...found, outcome })),
      );
      this.arrows.set(one.id, distinct(ways));
      left.push(...ways.toReversed().map(({ to, frames }) => ({ id: to, frames })));
    }
  }

  /** Where a reference leads in the end; nowhere where the plan ends with it, or goes back to a loop. */
  private resolve(to: string | undefined, frames: Frames): { to: string; frames: Frames }[] {
    const target = to === undefined ? undefined : this.steps.get(to);
    const left = frames.findLastIndex(({ goesOn }) => goesOn === to);
    if (left >= 0 && frames[left]!.of === to) return [];
    const within = left >= 0 ? frames.slice(0, left) : frames;
    if (target && target.type !== 'end') return [{ to: target.id, frames: within }];
    const last = within.at(-1);
    if (!last || last.of === last.goesOn) return [];
    return this.resolve(last.goesOn, within.slice(0, -1));
  }

  loops(): Map<string, ReadonlySet<string>> {
    const loops = new Map<string, Set<string>>();
    for (const [id, frames] of this.frames)
      for (const { of, goesOn } of frames) {
        if (of !== goesOn) continue;
        const body = loops.get(of) ?? new Set();
        loops.set(of, body.add(id));
      }
    return loops;
  }
}

const distinct = (ways: readonly Arrow[]): Arrow[] => [
  ...new Map(ways.map(({ to, outcome }) => [`${outcome} ${to}`, { to, outcome }])).values(),
];

interface Way {
  to: string | undefined;
  frames: Frames;
  outcome: string | null;
}

function waysFrom(step: CacaoStep, frames: Frames, exception: string | null): Way[] {
  const goesOn = after(step);
  const branch = goesOn === undefined ? frames : [...frames, { of: step.id, goesOn }];
  const way = (to: string | undefined, outcome: string | null, within = branch): Way => ({
    to,
    outcome,
    frames: within,
  });
  switch (step.type) {
    case 'end':
      return [];
    case 'parallel':
      return step.refs.filter(({ by }) => by === 'next_steps').map(({ to }) => way(to, null));
    case 'if-condition':
      return [way(pick(step, 'on_true'), 'true'), way(pick(step, 'on_false'), 'false')];
    case 'switch-condition':
      return step.refs.filter(({ by }) => by === 'cases').map(({ to, value }) => way(to, value!));
    case 'while-condition':
      return [
        way(pick(step, 'on_true'), 'true', [...frames, { of: step.id, goesOn: step.id }]),
        way(pick(step, 'on_false') ?? goesOn, 'false', pick(step, 'on_false') ? branch : frames),
      ];
    default:
      return waysFromAction(step, frames, exception);
  }
}

/** Where nothing is said of failing, the playbook's own way of handling it is taken. */
function waysFromAction(step: CacaoStep, frames: Frames, exception: string | null): Way[] {
  const [success, failure] = [pick(step, 'on_success'), pick(step, 'on_failure')];
  if (success === undefined && failure === undefined)
    return [{ to: pick(step, 'on_completion'), outcome: null, frames }];
  return [
    { to: success, outcome: 'success', frames },
    { to: failure ?? exception ?? undefined, outcome: 'failure', frames },
  ];
}

/** Steps in an order in which each stands behind all that lead to it, and those that none such order has. */
export function orderOf({ arrows }: Flow): { order: string[]; rest: Set<string> } {
  const before = new Map([...arrows.keys()].map((id) => [id, 0]));
  const count = (id: string, by: number) => before.set(id, before.get(id)! + by).get(id)!;
  for (const ways of arrows.values()) for (const { to } of ways) count(to, 1);
  const order: string[] = [];
  const ready = [...arrows.keys()].filter((id) => before.get(id) === 0);
  for (let id = ready.shift(); id !== undefined; id = ready.shift()) {
    order.push(id);
    ready.unshift(
      ...arrows
        .get(id)!
        .filter(({ to }) => count(to, -1) === 0)
        .map(({ to }) => to),
    );
  }
  const placed = new Set(order);
  return { order, rest: new Set([...arrows.keys()].filter((id) => !placed.has(id))) };
}
