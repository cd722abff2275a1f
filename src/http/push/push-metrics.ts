import { Counter, type Registry } from 'prom-client';
import type { PushedAlerts } from './alert-route';
import type { Pushed } from '../../monitoring/push/push';

/** Counts on /metrics what became of pushed samples, by road, and of those refused by reason. */
export function countPushes(metrics: Registry): (url: string, pushed: Pushed) => void {
  const samples = new Counter({
    name: 'hub_pushed_samples_total',
    help: 'Samples pushed, by where to and what became of them: taken, repeated, replaced, or the reason why they were refused.',
    labelNames: ['route', 'outcome'],
    registers: [metrics],
  });
  const series = new Counter({
    name: 'hub_pushed_series_created_total',
    help: 'Series that pushed samples created, by where to.',
    labelNames: ['route'],
    registers: [metrics],
  });
  return (route, { taken, repeated, replaced, newSeries, refused }) => {
    samples.inc({ route, outcome: 'taken' }, taken);
    samples.inc({ route, outcome: 'repeated' }, repeated);
    samples.inc({ route, outcome: 'replaced' }, replaced);
    for (const { reason, samples: count } of refused) samples.inc({ route, outcome: reason }, count);
    series.inc({ route }, newSeries);
  };
}

/** The same of alerts. */
export function countAlerts(metrics: Registry): (pushed: PushedAlerts) => void {
  const alerts = new Counter({
    name: 'hub_pushed_alerts_total',
    help: 'Alerts pushed by Alertmanager, by what became of them: raised, cleared, changed, unchanged, ignored, truncated by it, or the reason why they were refused.',
    labelNames: ['outcome'],
    registers: [metrics],
  });
  return ({ refused, ...counts }) => {
    for (const [outcome, count] of Object.entries(counts)) alerts.inc({ outcome }, count);
    for (const { reason, alerts: count } of refused) alerts.inc({ outcome: reason }, count);
  };
}
