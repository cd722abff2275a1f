/** A view that a replica was made under: by its first look at records, and its last. */
export interface WornView {
  id: string;
  /** The snapshot in which looking by this view began: what was over before it was never told by it. */
  since: string;
  /** The snapshot of the last look by it: what came to be after it was not told either. */
  until: string;
  /** Whether every record has been looked at by it, so that the replica is whole. */
  isWhole: boolean;
}

/** A place in the log: behind the entry with this sequence number of this transaction. */
export interface Position {
  xid: string;
  seq: string;
}

/** How far a consumer has come. */
export interface FeedPlace {
  /** What stands before it in the log has been told. */
  position: Position;
  /** When what it has been told of the log was so, in seconds since 1970. */
  at: number;
  /** Where it began with a snapshot: entries that this saw tell nothing that the walk did not. */
  began: string | null;
  current: WornView;
  /** Views before the current one, by which the replica may hold records that this one hides. */
  past: WornView[];
  /** The transaction from which on no entry needs them; null while the walk goes on. */
  pastUntil: string | null;
  /** The record up to which a walk has come: the name of its type, and its UUID. */
  walk: { type: string; id: string } | null;
}

export const isBehind = (one: Position, other: Position): boolean =>
  BigInt(one.xid) > BigInt(other.xid) || (one.xid === other.xid && BigInt(one.seq) > BigInt(other.seq));
