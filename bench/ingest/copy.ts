import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { atOf, samplesARound, seriesCount, valueOf } from './load';

/** Microseconds between 1970 and 2000, from where Postgres counts. */
const epoch = 946_684_800_000_000n;
const rowsAtOnce = 10_000;

/** The same rows, at instants of another round, in one COPY of a bare client that knows their numbers. */
export async function copyRows(url: string, round: number): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ number: string }>(
      `SELECT s.number FROM hub.series s JOIN hub.metric m ON m.id = s.metric_id WHERE m.name LIKE 'bench_metric_%' ORDER BY s.number`,
    );
    const numbers = rows.map(({ number }) => BigInt(number));
    const into = client.query(
      copyFrom('COPY private.sample (series_number, at, value, flag) FROM STDIN (FORMAT binary)'),
    );
    await pipeline(Readable.from(binary(numbers, round)), into);
  } finally {
    await client.end();
  }
}

function* binary(numbers: readonly bigint[], round: number): Generator<Buffer> {
  yield Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
  for (let from = 0; from < samplesARound; from += rowsAtOnce) yield part(numbers, round, from);
  yield Buffer.from([0xff, 0xff]);
}

const rowSize = 2 + 12 + 12 + 12 + 6;

function part(numbers: readonly bigint[], round: number, from: number): Buffer {
  const rows = Buffer.allocUnsafe(rowsAtOnce * rowSize);
  for (let i = 0, at = 0; i < rowsAtOnce; i += 1) {
    const [series, n] = [(from + i) % seriesCount, Math.floor((from + i) / seriesCount)];
    at = rows.writeInt16BE(4, at);
    at = rows.writeBigInt64BE(numbers[series]!, rows.writeInt32BE(8, at));
    at = rows.writeBigInt64BE(BigInt(atOf(round, n)) * 1000n - epoch, rows.writeInt32BE(8, at));
    at = rows.writeDoubleBE(valueOf(series, n), rows.writeInt32BE(8, at));
    at = rows.writeInt16BE(0, rows.writeInt32BE(2, at));
  }
  return rows;
}
