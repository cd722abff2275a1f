/** What metrics, labels and sources may be called, whichever road they come by. Of metrics and sources Postgres says the same. */
export const longestMetric = 200;
export const longestLabel = 100;
export const mostLabels = 64;
/** Of UTF-8, as Prometheus counts. */
const mostValueBytes = 4096;
const mostUnit = 40;
const mostDescription = 1000;

const metric = /^[a-zA-Z_:][a-zA-Z0-9_:]{0,199}$/;
const label = /^[a-zA-Z_][a-zA-Z0-9_]{0,99}$/;
const source = /^[a-z0-9][a-z0-9._-]{0,62}$/;

/** The label that names the metric, where metrics come among labels. */
export const nameLabel = '__name__';

export const isMetricName = (name: string): boolean => metric.test(name);
export const isLabelName = (name: string): boolean => name !== nameLabel && label.test(name);
export const isSourceName = (name: string): boolean => source.test(name);

/** Why a value can not be a label's; null of one that can. */
export function valueFault(value: string): 'LABEL_VALUE_TOO_LONG' | 'TEXT' | null {
  if (value.length * 3 > mostValueBytes && Buffer.byteLength(value) > mostValueBytes) return 'LABEL_VALUE_TOO_LONG';
  return isText(value) ? null : 'TEXT';
}

export const isText = (value: string): boolean => !value.includes('\0') && value.isWellFormed();

/** Characters as Postgres counts them. */
export const isUnit = (unit: string): boolean => charactersOf(unit) <= mostUnit;
export const isDescription = (description: string): boolean => charactersOf(description) <= mostDescription;
export const shortDescription = (text: string): string => Array.from(text).slice(0, mostDescription).join('');

const charactersOf = (text: string): number => Array.from(text).length;
