import type { Incoming, IncomingOptions } from '../../monitoring/incoming/incoming';
import { KnownLabels } from '../../monitoring/incoming/known-labels';
import { readSamplesCsv } from '../../monitoring/incoming/samples-csv';
import { readSamplesJson } from '../../monitoring/incoming/samples-json';
import { uncompressBlock } from '../../monitoring/incoming/snappy-block';
import { readWriteRequest } from '../../monitoring/incoming/write-request';
import { readZabbixHistory } from '../../monitoring/incoming/zabbix-history';

type Clock = Pick<IncomingOptions, 'now' | 'oldest'>;
type ReadBody = (body: Buffer, clock: Clock) => Incoming | Promise<Incoming>;

/** Where monitoring systems push, and in which formats. */
export interface PushRoad {
  url: string;
  /** What reads the body, by its media type. */
  readers: Readonly<Record<string, ReadBody>>;
  /** Whether bodies come in snappy's block format, as the protocol has it, and not compressed as HTTP does. */
  isSnappy: boolean;
  /** The name of the system that measures, unless the caller says one. */
  source: string;
  /** Whether a caller may correct by it: what a system sends by itself corrects nothing. */
  replaces: boolean;
}

/** In one body: what is written within the deadline. */
const mostSamples = 100_000;
/** Lines of text take ten times as long to read. */
const mostLines = 20_000;
const knownLabels = new KnownLabels();

export const pushRoads: readonly PushRoad[] = [
  {
    url: '/api/v1/write',
    readers: {
      'application/x-protobuf': async (body, clock) =>
        readWriteRequest(uncompressBlock(body), { ...clock, mostSamples, known: knownLabels }),
    },
    isSnappy: true,
    source: 'prometheus',
    replaces: false,
  },
  {
    url: '/ingest/zabbix/history',
    readers: { 'application/x-ndjson': (body, clock) => readZabbixHistory(body, { ...clock, mostSamples: mostLines }) },
    isSnappy: false,
    source: 'zabbix',
    replaces: false,
  },
  {
    url: '/ingest/samples',
    readers: {
      'application/json': (body, clock) => readSamplesJson(body, { ...clock, mostSamples }),
      'text/csv': (body, clock) => readSamplesCsv(body, { ...clock, mostSamples: mostLines }),
    },
    isSnappy: false,
    source: 'push',
    replaces: true,
  },
];
