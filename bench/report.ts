import { spreadOf, type Measured, type Spread } from './measure';

/** The rounds of one question, viewer and number of connections, by server. */
export interface Cell {
  question: string;
  what: string;
  viewer: string;
  connections: number;
  rounds: Map<string, Measured[]>;
}

const digits = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
const spread = ({ median, least, most }: Spread): string =>
  least === most ? digits(median) : `${digits(median)} (${digits(least)}-${digits(most)})`;

/** Of each server its median with the least and the most of the rounds. */
export function tableOf(cells: readonly Cell[]): string {
  const lines = cells.flatMap(({ question, viewer, connections, rounds }) =>
    [...rounds].map(([server, measured]) => {
      const of = (pick: (one: Measured) => number) => spreadOf(measured.map(pick));
      const postgres = measured[0]?.postgres === null ? '?' : digits(of(({ postgres: cpu }) => cpu ?? 0).median);
      return [
        ...[question, viewer, String(connections), server, spread(of(({ perSecond }) => perSecond))],
        ...[digits(of(({ p50 }) => p50).median), digits(of(({ p99 }) => p99).median)],
        ...[digits(of(({ server: cpu }) => cpu).median), postgres],
      ];
    }),
  );
  return markdown(
    ['', 'viewer', 'conn.', 'server', 'requests/s', 'p50 ms', 'p99 ms', 'CPU ms server', 'CPU ms Postgres'],
    lines,
  );
}

/** Requests/s of the hub over those of each other server, round by round: their median, least and most. */
export function ratiosOf(cells: readonly Cell[], rivals: readonly string[]): string {
  const lines = cells.map(({ question, what, viewer, connections, rounds }) => {
    const own = rounds.get('hub');
    const ratio = (rival: string): string => {
      const other = rounds.get(rival);
      return own && other
        ? spread(spreadOf(own.map(({ perSecond }, i) => perSecond / other[i]!.perSecond)))
        : 'not yet';
    };
    return [`${question} ${what}`, viewer, String(connections), ...rivals.map(ratio)];
  });
  return markdown(['', 'viewer', 'conn.', ...rivals.map((rival) => `hub / ${rival}`)], lines);
}

export function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, i) => Math.max(3, title.length, ...rows.map((row) => row[i]!.length)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
