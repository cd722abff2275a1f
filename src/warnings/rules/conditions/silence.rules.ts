import type { AbsenceTerms } from '../warning-rule.values';
import { second, type Clock } from './point.rules';

/** What is known of a series, or of all those of a device or center, by the hub's clock, in microseconds. */
export interface Hearing {
  /** When something last came of any of them. */
  heardAt: number;
  /** Whether the newest sample of each is a stale marker. */
  hasEnded: boolean;
}

export type SilenceTurn = 'FELL_SILENT' | 'IS_HEARD' | 'ENDED';

/**
 * Whether what was heard is silent now, or what is silent is heard. `silentFrom`: what had last been heard of one that stands as silent. Time counts
 * by the hub's clock while it looks: a sender's clock that is wrong raises nothing, and a hub that was away, or whose clock has
 * jumped, gives everybody the whole time anew. What is silent stays so until something comes.
 */
export function turnOf(
  { heardAt, hasEnded }: Hearing,
  silentFrom: number | null,
  { forSeconds, endedIsSilent }: AbsenceTerms,
  { now, since }: Clock,
): SilenceTurn | null {
  if (silentFrom !== null) {
    if (hasEnded) return endedIsSilent ? null : 'ENDED';
    return heardAt === silentFrom ? null : 'IS_HEARD';
  }
  if (hasEnded && !endedIsSilent) return null;
  const from = Math.max(Math.min(heardAt, now), since);
  return now - from >= forSeconds * second ? 'FELL_SILENT' : null;
}
