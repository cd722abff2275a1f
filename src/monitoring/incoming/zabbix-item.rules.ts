import { longestLabel, longestMetric } from '../series-names.rules';

const diacritic = /\p{M}/gu;

/**
 * The metric of a Zabbix item by the item's name: without diacritics, in lower case, what is neither letter nor digit
 * one "_", none at the ends. "CPU: tải trung bình (5m)" is cpu_tai_trung_binh_5m.
 */
export function metricNameFrom(item: string): string {
  const name = folded(item).slice(0, longestMetric - 1);
  if (name === '') return 'zabbix_item';
  return /^\d/.test(name) ? `_${name}` : name;
}

/** The label of an item's tag. */
export const tagLabel = (tag: string): string => `tag_${folded(tag)}`.slice(0, longestLabel);

const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(diacritic, '')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
