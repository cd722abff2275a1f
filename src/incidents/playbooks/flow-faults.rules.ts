import { after, flowOf, orderOf, type Flow } from './cacao-flow.rules';
import type { CacaoPlaybook } from './cacao-playbook';
import { pathInto, type Faults } from './faults.rules';

/** Adds what is wrong with how steps lead to each other: those that nothing leads to, circles, and branches without anything in them. */
export function flowFaults(playbook: CacaoPlaybook, faults: Faults): void {
  const pathOf = (id: string) => pathInto('$.workflow', id);
  const flow = flowOf(playbook);
  const circle = circleIn(flow);
  if (circle.length > 0)
    faults.add(
      pathOf(circle[0]!),
      `goes round in a circle that never ends (${[...circle, circle[0]!].slice(0, 6).join(' -> ')}): only a while-condition repeats, by its on_true.`,
    );
  const reached = reachedFrom(playbook);
  for (const id of playbook.steps.keys()) if (!reached.has(id)) faults.add(pathOf(id), 'nothing leads to this step.');
  for (const step of playbook.steps.values())
    for (const { by, to, path } of step.refs) {
      const isEmpty = playbook.steps.get(to)!.type === 'end' || to === after(step);
      if (by === 'next_steps' && isEmpty) faults.add(path, 'a branch of a parallel step has something to do.');
      if (by === 'on_true' && step.type === 'while-condition' && (isEmpty || to === step.id))
        faults.add(path, 'a while-condition repeats something.');
    }
}

function reachedFrom({ start, exception, steps }: CacaoPlaybook): Set<string> {
  const reached = new Set<string>();
  const left = exception === null ? [start] : [start, exception];
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    left.push(...steps.get(id)!.refs.map(({ to }) => to));
  }
  return reached;
}

/** The steps of one circle in their order; none where there is none. */
function circleIn(flow: Flow): string[] {
  const { rest } = orderOf(flow);
  const [some] = rest;
  if (some === undefined) return [];
  // Backwards, from a step that is never free there is always another one before it.
  const leading = new Map<string, string>();
  for (const id of rest) for (const { to } of flow.arrows.get(id)!) if (rest.has(to)) leading.set(to, id);
  const way: string[] = [];
  let at = some;
  for (; !way.includes(at); at = leading.get(at)!) way.push(at);
  const circle = way.slice(way.indexOf(at)).reverse();
  // Told from where the way comes to it first.
  const first = [...flow.arrows.keys()].find((id) => circle.includes(id))!;
  return [...circle.slice(circle.indexOf(first)), ...circle.slice(0, circle.indexOf(first))];
}
