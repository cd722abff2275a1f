import type { Db } from '../../kernel/postgres/session';
import { bindLabels } from '../../monitoring/binding/bind-labels';
import type { Evidence } from '../../warnings/evidence';
import { settleWarnings, type SettleOutcome } from '../../warnings/settle-warnings';
import type { Alert } from './alertmanager-alert.rules';

/** What became of alerts, in the caller's transaction: how many, by outcome. */
export type TakenAlerts = Record<SettleOutcome, number>;

export interface AlertSender {
  /** Id of the organization in whose name they come. */
  writer: string;
  source: string;
}

/** Alerts as warnings: bound by their labels as series are, or by the address that they name. */
export async function takeAlerts(
  db: Db,
  { writer, source }: AlertSender,
  alerts: readonly Alert[],
  now: Date,
): Promise<TakenAlerts> {
  const firing = alerts.filter((alert) => alert.firing);
  const bound =
    firing.length > 0
      ? await bindLabels(
          db,
          writer,
          firing.map(({ labels }) => labels),
        )
      : [];
  const subjects = new Map(firing.map((alert, i) => [alert, bound[i]!]));
  const evidence = alerts.map((alert): Evidence => {
    const { fingerprint, labels, severity, explanation, at } = alert;
    return {
      ...{ writerId: writer, source, fingerprint, ruleId: null, seriesId: null, subject: subjects.get(alert) ?? null },
      ...{ labels, severity, explanation, firing: alert.firing, at: new Date(at) },
    };
  });
  const settled = await settleWarnings(db, evidence, now);
  const count = (wanted: SettleOutcome) => settled.filter(({ outcome }) => outcome === wanted).length;
  return {
    ...{ raised: count('raised'), cleared: count('cleared'), changed: count('changed') },
    ...{ unchanged: count('unchanged'), ignored: count('ignored') },
  };
}
