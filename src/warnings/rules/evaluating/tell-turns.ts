import type { PoolClient } from 'pg';
import type { Db } from '../../../kernel/postgres/session';
import type { Severity } from '../../../sharing/sharing.values';
import type { Evidence } from '../../evidence';
import type { Condition } from '../warning-rule.values';
import type { Clock } from '../conditions/point.rules';
import type { EvaluatedRule } from './evaluated-rule';
import { explain, explainEnd } from './explanation.rules';
import { endFiring, findToldSeries, keepFiring, toldAts, toldKey, type Firing, type ToldSeries } from './firing.store';
import type { ToldTurn } from './judge-slices';
import type { HeldSlices } from './slice.store';
import { statementsOn } from './statements-on';

/** The one way by which evidence becomes warnings, in the transaction that it is given. */
export type Settle = (db: Db, evidence: readonly Evidence[], now: Date) => Promise<unknown>;

export const ruleSource = 'rule';

export const fingerprintOf = (ruleId: string, key: string): string => `${ruleId}:${key}`;

/** How bad it is of an object of a level; null: one that carries no information system. */
export const severityOf = (
  { severity, severityByLevel }: Pick<EvaluatedRule, 'severity' | 'severityByLevel'>,
  level: number | null,
): Severity => (level === null ? null : severityByLevel?.[level - 1]) ?? severity;

/** Evidence of what has turned, and what stands as firing from now on. */
export async function tellTurns(
  client: PoolClient,
  turns: readonly ToldTurn[],
  held: HeldSlices,
  clock: Clock,
  settle: Settle,
): Promise<void> {
  if (turns.length === 0) return;
  const toldTo = ({ rule: { ownerId }, number }: ToldTurn) => ({ ownerId, number });
  const series = await findToldSeries(client, turns.map(toldTo));
  const seriesOf = (turn: ToldTurn) => series.get(toldKey(toldTo(turn)))!;
  const ats = await toldAts(
    client,
    turns.map((turn) => ({ ruleId: turn.rule.id, key: seriesOf(turn).id })),
  );
  const told = turns.map((turn) => {
    const of = seriesOf(turn);
    const before = Math.max(held.get(turn.slice)!, turn.selectedAt, ats.get(`${turn.rule.id} ${of.id}`) ?? 0);
    return tell(turn, of, before, clock);
  });
  // Of several turns of one series, the last one stands.
  const last = new Map(told.map((one) => [one.evidence.fingerprint, one]));
  await keepFiring(
    client,
    [...last.values()].flatMap(({ evidence, firing }) => (evidence.firing ? [firing] : [])),
  );
  await endFiring(
    client,
    [...last.values()].flatMap(({ evidence, firing }) => (evidence.firing ? [] : [firing])),
  );
  await settle(
    statementsOn(client),
    told.map(({ evidence }) => evidence),
    dateOf(clock.now),
  );
}

/** The instant of the sample, but not of the future, and none before what was told already: a sender whose clock is behind would have its recovery passed over. */
const seenAt = ({ at }: ToldTurn, before: number, { now }: Clock): Date => dateOf(Math.max(Math.min(at, now), before));

export const dateOf = (micros: number): Date => new Date(Math.floor(micros / 1000));

function tell(
  turn: ToldTurn,
  series: ToldSeries,
  before: number,
  clock: Clock,
): { evidence: Evidence; firing: Firing } {
  const { rule } = turn;
  const severity = severityOf(rule, series.level);
  const at = seenAt(turn, before, clock);
  const explanation = explanationOf(turn, series);
  const of = { ruleId: rule.id, seriesId: series.id, labels: series.labels, severity, at, explanation };
  const { subjectColumn, subjectId } = series;
  return {
    evidence: {
      ...of,
      ...{
        writerId: rule.ownerId,
        source: ruleSource,
        fingerprint: fingerprintOf(rule.id, series.id),
        firing: turn.firing,
      },
      subject: subjectColumn && subjectId ? { column: subjectColumn, id: subjectId } : null,
    },
    firing: { ...of, key: series.id, subjectColumn, subjectId, heardAt: null, reachesAt: reachesAtOf(turn, at) },
  };
}

function explanationOf({ rule, state: { breach }, firing, cause, at }: ToldTurn, series: ToldSeries): string {
  const condition = { condition: rule.condition, terms: rule.terms } as Condition;
  const told = {
    metric: series.metric,
    unit: rule.unit,
    subject: series.subject,
    labels: series.labels,
    why: rule.why,
  };
  if (firing)
    return explain(condition, told, { value: breach.value, since: Number.isNaN(breach.since) ? at : breach.since });
  return explainEnd(condition, told, cause === 'END' ? 'ENDED' : 'BACK', breach.value);
}

const reachesAtOf = ({ rule, state: { breach } }: ToldTurn, at: Date): Date | null =>
  rule.condition === 'FORECAST' ? new Date(at.getTime() + Math.max(0, breach.value) * 1000) : null;
