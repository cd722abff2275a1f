import type { Evaluator, State } from '../conditions/evaluator.rules';
import { evaluatorOf, type SampleCondition } from '../conditions/evaluators.rules';
import type { Clock } from '../conditions/point.rules';
import { decodeStates, encodeStates, type KeptState } from '../states/state-codec';
import type { EvaluatedRule } from './evaluated-rule';
import { goOver, type Judged, type Turn } from './go-over.rules';
import { openMicros, type Asked, type NewSamples } from './new-samples.store';
import type { SliceLook, StateRow } from './slice.store';

/** States of a slice by one rule, unpacked. */
export interface OpenRow {
  row: StateRow;
  rule: EvaluatedRule;
  evaluator: Evaluator<object>;
  kept: KeptState[];
  states: State[];
}

export interface ToldTurn extends Turn {
  rule: EvaluatedRule;
  /** Of the series. */
  number: number;
  slice: number;
  /** When its series was selected: nothing that was told of it before is younger. In microseconds since 1970. */
  selectedAt: number;
}

export function openRows(rows: readonly StateRow[], rules: ReadonlyMap<string, EvaluatedRule>): OpenRow[] {
  return rows.flatMap((row) => {
    const rule = rules.get(row.ruleId);
    if (!rule) return [];
    const evaluator = evaluatorOf(rule.condition as SampleCondition);
    const kept = decodeStates(row.slice, row.states);
    return [{ row, rule, evaluator, kept, states: kept.map(({ numbers }) => evaluator.ofNumbers(numbers)) }];
  });
}

/** What is to be read of each series: behind the sample that any rule took last of it. */
export function askedOf(open: readonly OpenRow[], { now }: Clock): { recent: Asked[]; older: Asked[] } {
  const sinces = new Map<number, number>();
  for (const { kept, states } of open)
    for (const [i, { number }] of kept.entries()) {
      const { at } = states[i]!.breach;
      const since = sinces.get(number);
      if (since === undefined || at < since) sinces.set(number, at);
    }
  const asked = [...sinces]
    .map(([number, since]) => ({ number, since }))
    .sort((one, other) => one.number - other.number);
  const openSince = now - openMicros;
  return {
    recent: asked.filter(({ since }) => since >= openSince),
    older: asked.filter(({ since }) => since < openSince),
  };
}

export interface Judgement {
  turns: ToldTurn[];
  /** Rows that are not what they were. */
  rows: Pick<StateRow, 'slice' | 'ruleId' | 'states' | 'dueAt'>[];
  looks: SliceLook[];
}

const nothingNew: NewSamples = { points: [], isAll: true };

/** Goes over all that is new of some slices. `isMore`: older samples are left for the next time. */
export function judge(
  slices: Iterable<number>,
  open: readonly OpenRow[],
  found: ReadonlyMap<number, NewSamples>,
  isMore: boolean,
  clock: Clock,
): Judgement {
  const looks = new Map([...slices].map((slice) => [slice, { slice, isMore, wakeAt: Infinity }]));
  const judgement: Judgement = { turns: [], rows: [], looks: [...looks.values()] };
  for (const one of open) {
    const look = looks.get(one.row.slice)!;
    const isOther = judgeRow(one, found, clock, look, judgement.turns);
    const every = one.evaluator.every(one.rule.terms);
    const dueAt = every === 0 || look.isMore ? 0 : clock.now + every;
    if (isOther || dueAt !== one.row.dueAt)
      judgement.rows.push({ slice: one.row.slice, ruleId: one.rule.id, states: encodeStates(one.kept), dueAt });
  }
  return judgement;
}

/** Whether anything is other than it was. */
function judgeRow(
  { row, rule, evaluator, kept, states }: OpenRow,
  found: ReadonlyMap<number, NewSamples>,
  clock: Clock,
  look: SliceLook,
  told: ToldTurn[],
): boolean {
  const judged: Judged<object> = { evaluator, terms: rule.terms, clock, warmUntil: row.warmUntil };
  let isOther = false;
  for (const [i, was] of kept.entries()) {
    const { points, isAll } = found.get(was.number) ?? nothingNew;
    const state = states[i]!;
    const { standing, turns } = goOver({ state, told: was.told }, points, isAll, judged);
    look.isMore ||= !isAll;
    const wakesAt = evaluator.wakesAt(standing.state, rule.terms, clock);
    if (wakesAt > clock.now) look.wakeAt = Math.min(look.wakeAt, wakesAt);
    if (points.length === 0 && standing.state.breach === state.breach && turns.length === 0) continue;
    isOther = true;
    was.told = standing.told;
    was.numbers = Float64Array.from(evaluator.toNumbers(standing.state));
    for (const turn of turns)
      told.push({ ...turn, rule, number: was.number, slice: row.slice, selectedAt: row.warmUntil });
  }
  return isOther;
}
