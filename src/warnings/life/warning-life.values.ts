export const warningStates = ['RAISED', 'ACKNOWLEDGED', 'SUPPRESSED', 'CLEARED'] as const;
export type WarningState = (typeof warningStates)[number];

/** What may hold back the raising of a warning; nothing holds back its clearing. */
export const holdKinds = ['TOPOLOGY', 'SILENCE', 'MAINTENANCE'] as const;
export type HoldKind = (typeof holdKinds)[number];

/**
 * Why a warning went from one state to another. FIRED: it began. RETURNED: it fires again so soon after it cleared that it is the
 * same one. WORSENED: beyond what was told. HELD, RELEASED: something else began or ceased to stand before it.
 * RECOVERED: what it warns of is over. CLOSED: a desk, or the end of its rule, ended it.
 */
export const transitionCauses = [
  'FIRED',
  'RETURNED',
  'WORSENED',
  'HELD',
  'RELEASED',
  'ACKNOWLEDGED',
  'RECOVERED',
  'CLOSED',
] as const;
export type TransitionCause = (typeof transitionCauses)[number];

/** A return within so long of the recovery is a flap of the same warning; later it is another warning. */
export const flapWindowMs = 15 * 60_000;

/** From so many flaps on the clearing waits until `flapWindowMs` have passed in calm. */
export const dampedFrom = 3;

/** Clocks of the hub's own processes lie no further apart. */
export const clockSlackMs = 60_000;
