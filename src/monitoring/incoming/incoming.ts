import type { MetricKind } from '../monitoring.values';

/** Why samples are not taken, and what to do about it. NOT_TAKEN_…: what the hub does not keep, however right it is. */
export const incomingReasons = {
  METRIC_NAME: 'A series needs a name: letters, digits, "_" and ":", no digit first, up to 200.',
  LABEL_NAME: 'The name of a label is letters, digits and "_", no digit first, up to 100.',
  LABEL_TWICE: 'A label stands once in a series: send one value.',
  TOO_MANY_LABELS: 'A series has 64 labels at most beside its name: drop some before sending.',
  LABEL_VALUE_TOO_LONG: 'The value of a label has 4,096 bytes at most: shorten it before sending.',
  TEXT: 'Names and values are UTF-8 without U+0000.',
  IN_THE_FUTURE: "The instant lies more than 10 minutes in the future: set the sender's clock.",
  TOO_OLD: 'The instant lies before what the hub keeps (retentions), 20 years at most: send what is newer.',
  INSTANT_OUT_OF_RANGE: 'The instant lies before 1970 or after 9999: send milliseconds since 1970.',
  UNREADABLE_INSTANT: 'An instant is RFC 3339 with its zone, from 1970 through 2100, or whole milliseconds since 1970.',
  UNREADABLE_VALUE: 'A value is a number within the range of a double, or NaN, +Inf, -Inf or stale.',
  MALFORMED: 'This part has not the form of its format: the example says what is wrong.',
  NOT_TAKEN_HISTOGRAM: 'Native histograms are not kept: send classic histograms.',
  NOT_TAKEN_EXEMPLAR: 'Exemplars are not kept: nothing else is lost with them.',
  NOT_TAKEN_TEXT_VALUE: 'Texts and logs are not kept: export numeric items alone.',
  NOT_TAKEN_RECORD: 'Trends and events are not kept: export item values.',
} as const satisfies Record<string, string>;

export type IncomingReason = keyof typeof incomingReasons;

export interface IncomingSeries {
  /** The label set's identity, the same whatever order its labels came in: `up{instance="a:9100",job="node"}`. */
  readonly key: string;
  readonly metric: string;
  /** Without `__name__`, sorted by name; made from the key each time it is asked for. */
  readonly labels: Readonly<Record<string, string>>;
}

/** What is said of the samples of one name. A family stands under each name that its samples carry. */
export interface MetricMetadata {
  readonly name: string;
  /** COUNTER also for the `_bucket`, `_count` and `_sum` of histograms and summaries; null where nothing is said. */
  readonly kind: MetricKind | null;
  readonly unit: string | null;
  readonly help: string | null;
}

export interface RefusedSamples {
  readonly reason: IncomingReason;
  readonly samples: number;
  /** The first of them: which it is, for a person to find it. */
  readonly example: string;
}

/** What a body brought, in columns: one entry of each column for a sample, in the order they came. */
export interface Incoming {
  /** Distinct series that a sample is taken of. */
  readonly series: readonly IncomingSeries[];
  /** The sample's place in `series`. */
  readonly seriesAt: Uint32Array;
  /** Whole milliseconds since 1970. */
  readonly at: Float64Array;
  /** The bits as they came: read as numbers, what `flags` calls NaN or stale is NaN. */
  readonly values: Float64Array;
  /** As `sampleFlags` has them. */
  readonly flags: Uint8Array;
  readonly metadata: readonly MetricMetadata[];
  readonly refused: readonly RefusedSamples[];
}

export interface IncomingOptions {
  /** The hub's clock, in milliseconds since 1970. */
  readonly now: number;
  /** Samples from before are refused: none that lies after 1970, unless said. */
  readonly oldest?: number;
  /** A body of more samples, taken or refused, or of more series, is refused as a whole: 500,000 unless said. */
  readonly mostSamples?: number;
}
