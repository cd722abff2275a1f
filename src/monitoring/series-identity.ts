import { hash } from 'node:crypto';

/** By this a series is known among those of its writer and source: its metric and labels, whatever order they came in. */
export interface SeriesIdentity {
  labels: Record<string, string>;
  fingerprint: string;
}

export function identityOf(metric: string, labels: Readonly<Record<string, string>>): SeriesIdentity {
  const sorted = Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { labels: sorted, fingerprint: hash('sha256', JSON.stringify([metric, sorted]), 'hex') };
}
