import type { Db } from '../../kernel/postgres/session';
import type { Refusal } from '../../kernel/writing/refusal';

/** The oldest instant of a sample that is taken, in RFC 3339; null where samples of any age are. It stands for the whole transaction. */
export async function oldestKept(db: Db): Promise<string | null> {
  const [row] = await db.rows<{ at: string | null }>(`SELECT hub.kept_since('RAW') AS at`);
  return row!.at;
}

/** Says of batches that hold older samples which is the first, and how many there are. */
export function refuseTooOld(batches: readonly { timestamps: readonly string[] }[], oldest: string | null): Refusal[] {
  if (oldest === null) return [];
  const limit = Date.parse(oldest);
  return batches.flatMap(({ timestamps }, index): Refusal[] => {
    const places = [...timestamps.keys()].filter((i) => Date.parse(timestamps[i]!) < limit);
    if (places.length === 0) return [];
    const field = `timestamps[${places[0]}]`;
    const others = places.length > 1 ? `, as are ${places.length - 1} more of this series` : '';
    const message = `${field}: ${timestamps[places[0]!]!} is too old${others}: samples are kept since ${oldest} (retentions), send those alone.`;
    return [{ index, field, code: 'TOO_OLD', message }];
  });
}
