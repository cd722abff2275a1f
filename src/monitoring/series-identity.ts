import { hash } from 'node:crypto';

/** By this a series is known among those of its writer and source: its metric and labels, whatever order they came in. A label without a value is none. */
export interface SeriesIdentity {
  labels: Record<string, string>;
  fingerprint: string;
}

export function identityOf(metric: string, labels: Readonly<Record<string, string>>): SeriesIdentity {
  const given = Object.entries(labels).filter(([, value]) => value !== '');
  const sorted = Object.fromEntries(given.sort(([a], [b]) => (a < b ? -1 : 1)));
  return { labels: sorted, fingerprint: hash('sha256', JSON.stringify([metric, sorted]), 'hex') };
}
