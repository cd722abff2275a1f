import type { PoolClient } from 'pg';
import { findToldSeries, toldKey, type ToldSeries } from '../../rules/evaluating/firing.store';
import { instantText, nameOf, numberText } from '../../rules/evaluating/explanation.rules';
import { statementsOn } from '../../rules/evaluating/statements-on';
import { dateOf, type Settle } from '../../rules/evaluating/tell-turns';
import type { Evidence } from '../../evidence';
import { COURSE_SAMPLES } from '../course.rules';
import type { Turn } from './standing.rules';
import type { WatchedSeries } from './watched.store';

export const detectorSource = 'detector';

/** A turn of a series, told not before what was told of it last; `reason` where it is as usual because nobody watches it any more. */
export interface ToldTurn extends Turn {
  series: Pick<WatchedSeries, 'number' | 'writerId' | 'unit'>;
  toldAt: number;
  reason?: string;
}

/** Evidence of what has become unusual, or is so no more, in the transaction under way. */
export async function tellUnusual(
  client: PoolClient,
  turns: readonly ToldTurn[],
  settle: Settle,
  now: Date,
): Promise<void> {
  if (turns.length === 0) return;
  const toldTo = ({ series: { number, writerId } }: ToldTurn) => ({ number, ownerId: writerId });
  const found = await findToldSeries(client, turns.map(toldTo));
  const evidence = turns.flatMap((turn) => {
    const series = found.get(toldKey(toldTo(turn)));
    return series ? [evidenceOf(turn, series)] : [];
  });
  await settle(statementsOn(client), evidence, now);
}

function evidenceOf(turn: ToldTurn, series: ToldSeries): Evidence {
  const { subjectColumn, subjectId } = series;
  return {
    ...{
      writerId: turn.series.writerId,
      source: detectorSource,
      fingerprint: series.id,
      ruleId: null,
      seriesId: series.id,
    },
    subject: subjectColumn && subjectId ? { column: subjectColumn as never, id: subjectId } : null,
    ...{ labels: series.labels, firing: turn.isUnusual, severity: 'MINOR', at: dateOf(turn.toldAt) },
    explanation: explanationOf(turn, series),
  };
}

function explanationOf(
  { isUnusual, value, since, finding, reason, series: { unit } }: ToldTurn,
  series: ToldSeries,
): string {
  const name = nameOf({ ...series, unit, why: null });
  if (!isUnusual) return `${name}: ${reason ?? 'it is as usual again.'}`;
  const [low, high] = [finding!.low, finding!.high];
  const own = unit ? ` ${unit}` : '';
  const asExpected = value >= low && value <= high;
  const course = asExpected ? ` The course of its last ${COURSE_SAMPLES} samples is unlike what it was before.` : '';
  return `${name} is ${numberText(value)}${own}, unusual since ${instantText(since)}. Expected: ${numberText(low)} to ${numberText(high)}${own}, by what it was before.${course}`;
}
