import type { PoolClient } from 'pg';
import { microsText } from '../../../kernel/instant';
import { inTransaction } from '../../../kernel/postgres/transaction';
import { second, type Clock } from '../conditions/point.rules';
import { turnOf, type SilenceTurn } from '../conditions/silence.rules';
import type { AbsenceTerms, Condition } from '../warning-rule.values';
import { clearFiring, evidenceOf, standingFirings, type StandingFiring } from './clear-firing';
import { evaluatedRules, type EvaluatedRule } from './evaluated-rule';
import { explain, explainEnd } from './explanation.rules';
import { endFiring, keepFiring } from './firing.store';
import { holdAbsence, keepDue, mayTurn, mostTurns, silentNoMore, type Heard } from './silence.store';
import { statementsOn } from './statements-on';
import { dateOf, severityOf, type Settle } from './tell-turns';

/** How often silence is looked for. */
const everySeconds = 30;

export interface SilenceOptions {
  clock: Clock;
  settle: Settle;
  /** Rules that failed in this pass. */
  except: readonly string[];
  /** Gets the rule that is held, also where it fails. */
  held: string[];
}

/** Looks by one rule of absence that is due for what has fallen silent and what is heard again, in one transaction. Answers whether there was one. */
export async function lookForSilence(
  client: PoolClient,
  { clock, settle, except, held }: SilenceOptions,
): Promise<boolean> {
  return inTransaction(client, async () => {
    const due = await holdAbsence(client, microsText(clock.now), except);
    if (due === null) return false;
    const { id } = due;
    held.push(id);
    const rule = (await evaluatedRules(client, [id])).get(id);
    const isMore = rule ? await lookBy(client, rule, clock, settle, due.dueAt - everySeconds * second) : false;
    await keepDue(client, id, microsText(isMore ? clock.now : clock.now + everySeconds * second));
    return true;
  });
}

/** Whether there may be more of it. */
async function lookBy(
  client: PoolClient,
  rule: EvaluatedRule,
  clock: Clock,
  settle: Settle,
  lookedAt: number,
): Promise<boolean> {
  const terms = rule.terms as AbsenceTerms;
  const gone = await silentNoMore(client, rule.id, terms);
  const heard = await mayTurn(client, rule.id, terms, cutoffOf(terms, clock));
  const turned = heard.flatMap((one) => {
    const turn = turnOf({ heardAt: one.heardMicros, hasEnded: one.hasEnded }, one.silentFromMicros, terms, clock);
    return turn === null ? [] : [standingOf(rule, one, turn, lookedAt)];
  });
  const isSilent = ({ turn }: Turned) => turn === 'FELL_SILENT';
  await keepFiring(
    client,
    turned.filter(isSilent).map(({ heardAt, standing }) => ({
      ...standing,
      heardAt,
      reachesAt: null,
      at: dateOf(Math.max(clock.now, standing.toldAt)),
    })),
  );
  await endFiring(
    client,
    turned.filter((one) => !isSilent(one)).map(({ standing }) => standing),
  );
  const evidence = turned.map((one) => evidenceOf(one.standing, isSilent(one), one.standing.explanation, clock));
  await settleWith(client, rule, gone, evidence, clock, settle);
  return heard.length === mostTurns || gone.length === mostTurns;
}

/** Settled once a transaction: what is gone and what has turned together. */
async function settleWith(
  client: PoolClient,
  rule: EvaluatedRule,
  gone: readonly string[],
  evidence: readonly ReturnType<typeof evidenceOf>[],
  clock: Clock,
  settle: Settle,
): Promise<void> {
  const rows = await standingFirings(client, rule.id, gone);
  const together: Settle = (db, cleared, now) => settle(db, [...cleared, ...evidence], now);
  if (rows.length > 0) return clearFiring(client, rows, 'DESELECTED', clock, together);
  if (evidence.length > 0) await settle(statementsOn(client), evidence, dateOf(clock.now));
}

interface Turned {
  turn: SilenceTurn;
  heardAt: string;
  standing: StandingFiring;
}

function standingOf(rule: EvaluatedRule, one: Heard, turn: SilenceTurn, lookedAt: number): Turned {
  const condition = { condition: rule.condition, terms: rule.terms } as Condition;
  const told = { metric: one.metric, unit: rule.unit, subject: one.subject, labels: one.labels, why: rule.why };
  const explanation =
    turn === 'FELL_SILENT'
      ? explain(condition, told, { value: NaN, since: one.heardMicros })
      : explainEnd(condition, told, turn === 'ENDED' ? 'ENDED' : 'BACK', NaN);
  const { key, seriesId, subjectColumn, subjectId, labels, heardAt } = one;
  return {
    ...{ turn, heardAt },
    standing: {
      ...{ ruleId: rule.id, ownerId: rule.ownerId, key, seriesId, subjectColumn, subjectId, labels, explanation },
      severity: severityOf(rule, one.level),
      toldAt: Math.max(one.toldAt, lookedAt),
    },
  };
}

/** Who was heard later can not have fallen silent; nobody can before the hub has looked for the whole time. */
function cutoffOf({ forSeconds }: AbsenceTerms, { now, since }: Clock): string {
  const wait = forSeconds * second;
  return now - since < wait ? '-infinity' : microsText(Math.floor(now - wait));
}
