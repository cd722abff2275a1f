import type { Db } from '../kernel/postgres/session';
import type { MetricKind } from './monitoring.values';

/** Microseconds between 1970 and 2000, from where Postgres counts. */
const epoch = 946_684_800_000_000;
const pointSize = 16;
const flaggedSize = 10;

/** Samples of one series, oldest first, as they came from the database. */
export class SamplePoints {
  readonly length: number;

  constructor(
    private readonly points: Buffer,
    private readonly flagged: Buffer,
  ) {
    this.length = points.length / pointSize;
  }

  /** Microseconds since 1970. */
  at(i: number): number {
    return microseconds(this.points, i * pointSize);
  }

  value(i: number): number {
    return this.points.readDoubleBE(i * pointSize + 8);
  }

  /** What is no number, by its place. */
  flags(): Map<number, number> {
    const flags = new Map<number, number>();
    for (let i = 0, from = 0; from < this.flagged.length; from += flaggedSize, i += 1) {
      const at = microseconds(this.flagged, from);
      while (this.at(i) < at) i += 1;
      flags.set(i, this.flagged.readInt16BE(from + 8));
    }
    return flags;
  }
}

const microseconds = (bytes: Buffer, from: number): number =>
  bytes.readInt32BE(from) * 2 ** 32 + bytes.readUInt32BE(from + 4) + epoch;

interface SeriesPoints {
  kind: MetricKind;
  points: SamplePoints;
}

interface PointsRow {
  id: string;
  kind: MetricKind;
  points: Buffer | null;
  flagged: Buffer | null;
}

const none = Buffer.alloc(0);

/** Up to `most` samples of each series from an instant of its own on; of those that the viewer sees. `since` in RFC 3339. */
export async function readPoints(
  db: Db,
  since: ReadonlyMap<string, string>,
  until: string,
  most: number,
  onlyNumbers: boolean,
): Promise<Map<string, SeriesPoints>> {
  const rows = await db.rows<PointsRow>(
    'SELECT p.series_id AS id, p.kind, p.points, p.flagged FROM hub.sample_points($1, $2, $3, $4, $5) p',
    [[...since.keys()], [...since.values()], until, most, onlyNumbers],
  );
  return new Map(
    rows.map(({ id, kind, points, flagged }) => [
      id,
      { kind, points: new SamplePoints(points ?? none, flagged ?? none) },
    ]),
  );
}
