import type { PoolClient } from 'pg';
import { dayStart, hasWeek, samplesEnd, samplesStart } from '../data/samples';

/** What a question asks for, in no server's words: ids are UUIDs, a page begins after a record. */
export interface Ask {
  id?: string;
  after?: string | null;
  series?: string[];
  from?: string;
  to?: string;
}

export interface Question {
  name: string;
  what: string;
  /** The list whose pages it asks for, one after the other from the first. */
  pages?: 'devices' | 'incidents';
  /** What a viewer may ask, found on a connection in its scope: different records, spread over all that it sees. */
  asks: (scoped: PoolClient) => Promise<Ask[]>;
}

const mostPages = 16;
const instant = (seconds: number): string => new Date(seconds * 1000).toISOString();

async function ids(scoped: PoolClient, sql: string): Promise<string[]> {
  const { rows } = await scoped.query<{ id: string }>(sql);
  return rows.map(({ id }) => id);
}

/** Where the pages of a list begin, of those that are full. */
async function pageStarts(scoped: PoolClient, table: string, size: number): Promise<Ask[]> {
  const found = await ids(scoped, `SELECT t.id FROM ${table} t ORDER BY t.id LIMIT ${mostPages * size}`);
  const full = Math.max(1, Math.floor(found.length / size));
  return Array.from({ length: full }, (_, page) => ({ after: found[page * size - 1] ?? null }));
}

/** Sets of five of the series found; each begins one further. */
async function fives(scoped: PoolClient, condition: string, range: { from: string; to: string }): Promise<Ask[]> {
  const found = await ids(
    scoped,
    `SELECT s.id FROM hub.series s JOIN hub.metric m ON m.id = s.metric_id JOIN hub.device d ON d.id = s.device_id
      WHERE ${condition} ORDER BY md5(s.id::text) LIMIT 40`,
  );
  return Array.from({ length: Math.max(1, found.length - 4) }, (_, i) => ({ series: found.slice(i, i + 5), ...range }));
}

const deviceNumber = 'substr(d.external_id, 2)::bigint';

export const questions: readonly Question[] = [
  {
    name: 'Q1',
    what: 'device by id, site, region',
    asks: async (scoped) =>
      (await ids(scoped, 'SELECT d.id FROM hub.device d ORDER BY md5(d.id::text) LIMIT 200')).map((id) => ({ id })),
  },
  {
    name: 'Q2',
    what: '50 devices, site, 10 interfaces, 4 latest',
    pages: 'devices',
    asks: (scoped) => pageStarts(scoped, 'hub.device', 50),
  },
  {
    name: 'Q3',
    what: '20 incidents, devices, timeline, owner',
    pages: 'incidents',
    asks: (scoped) => pageStarts(scoped, 'hub.incident', 20),
  },
  {
    name: 'Q4',
    what: '5 series, 24 h of 5-minute points',
    asks: (scoped) =>
      fives(scoped, `m.name = 'cpu_utilization_ratio'`, { from: instant(dayStart), to: instant(samplesEnd) }),
  },
  {
    name: 'Q5',
    what: '5 series raw, 10,000 points',
    asks: (scoped) =>
      fives(scoped, `m.name = 'temperature_celsius' AND ${hasWeek(deviceNumber)}`, {
        from: instant(samplesStart),
        to: instant(samplesEnd),
      }),
  },
  {
    name: 'Q6',
    what: 'overview: devices by region and status, incidents by severity',
    asks: async () => [{}],
  },
];
