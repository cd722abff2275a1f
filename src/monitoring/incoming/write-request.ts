import type { Incoming, IncomingOptions } from './incoming';
import { IncomingColumns } from './incoming-columns';
import type { KnownLabels } from './known-labels';
import { RefusedLabels, type LabelSet } from './label-set';
import { short } from './short';
import { WrittenMetadata } from './metric-metadata';
import { doubleTag, lengthTag, varintTag, Wire } from './wire';
import { writtenLabels } from './written-labels';

const message = 'prometheus.WriteRequest';
const request = { series: lengthTag(1), metadata: lengthTag(3), known: [1, 3] };
const series = {
  label: lengthTag(1),
  sample: lengthTag(2),
  exemplar: lengthTag(3),
  histogram: lengthTag(4),
  known: [1, 2, 3, 4],
};
const sample = { value: doubleTag(1), timestamp: varintTag(2), known: [1, 2] };

export interface WriteRequestOptions extends IncomingOptions {
  /** What earlier requests have shown; one for a whole process. */
  readonly known: KnownLabels;
}

/** The samples of a Prometheus remote-write 1.0 request, uncompressed. Throws UndecodableBody where it is none: nothing of it is taken then. */
export const readWriteRequest = (body: Uint8Array, options: WriteRequestOptions): Incoming =>
  new WriteRequest(body, options).read();

class WriteRequest {
  private readonly wire: Wire;
  private readonly columns: IncomingColumns;
  private readonly metadata = new WrittenMetadata();
  private readonly known: KnownLabels;

  constructor(body: Uint8Array, options: WriteRequestOptions) {
    this.wire = new Wire(body, message);
    this.columns = new IncomingColumns(options);
    this.known = options.known;
  }

  read(): Incoming {
    const { wire } = this;
    const end = wire.bytes.length;
    let isRequest = end === 0;
    while (wire.at < end) {
      const tag = wire.tag(end);
      isRequest ||= tag === request.series || tag === request.metadata;
      if (tag === request.series) this.readSeries(wire.fieldEnd(end));
      else if (tag === request.metadata) this.metadata.read(wire, wire.fieldEnd(end));
      else wire.skip(tag, end, request.known);
    }
    // Fields that nobody knows are passed by. Of nothing else another message is made, as that of remote-write 2.0.
    if (!isRequest) throw wire.broken('it ends without a series');
    return this.columns.done(this.metadata.list());
  }

  private readSeries(end: number): void {
    const { wire } = this;
    this.columns.countSeries();
    const from = wire.at;
    const labelsEnd = passLabels(wire, end);
    const labels = hasMoreLabels(wire, end)
      ? this.labelsOf(gathered(wire, from, end))
      : this.labels(wire, from, labelsEnd);
    wire.at = labelsEnd;
    if (!(labels instanceof RefusedLabels)) this.columns.begin(labels);
    while (wire.at < end) {
      const tag = wire.tag(end);
      if (tag === series.sample) this.readSample(wire.fieldEnd(end), labels);
      else this.pass(tag, end, labels);
    }
  }

  /** The label set that stands from one place to another, known or read now. */
  private labels(wire: Wire, from: number, to: number): LabelSet {
    const known = this.known.find(wire.view, from, to);
    if (known) return known;
    wire.at = from;
    const labels = writtenLabels(wire, to);
    this.known.keep(wire.view, from, to, labels);
    return labels;
  }

  private labelsOf(wire: Wire): LabelSet {
    return this.labels(wire, 0, wire.bytes.length);
  }

  private readSample(end: number, labels: LabelSet): void {
    const { wire } = this;
    let low = 0;
    let high = 0;
    let at = 0;
    while (wire.at < end) {
      const tag = wire.tag(end);
      if (tag === sample.value) {
        const from = wire.pass(8, end);
        low = wire.view.getInt32(from, true);
        high = wire.view.getInt32(from + 4, true);
      } else if (tag === sample.timestamp) {
        const below = wire.varint(end) >>> 0;
        // Inexact beyond 2^53, and beyond every instant that is kept.
        at = (wire.high | 0) * 2 ** 32 + below;
      } else wire.skip(tag, end, sample.known);
    }
    if (labels instanceof RefusedLabels) this.refuse(labels);
    else this.columns.take(at, low, high);
  }

  private refuse({ reason, example }: RefusedLabels): void {
    this.columns.refuse(reason, 1, () => example);
  }

  private pass(tag: number, end: number, labels: LabelSet): void {
    const { wire } = this;
    if (tag !== series.label && tag !== series.exemplar && tag !== series.histogram)
      return wire.skip(tag, end, series.known);
    wire.at = wire.fieldEnd(end);
    if (tag === series.label) return;
    const example = () => short(labels instanceof RefusedLabels ? labels.example : labels.key);
    this.columns.refuse(tag === series.exemplar ? 'NOT_TAKEN_EXEMPLAR' : 'NOT_TAKEN_HISTOGRAM', 1, example);
  }
}

/** Passes the labels that a series begins with, and tells where they end. */
function passLabels(wire: Wire, end: number): number {
  while (wire.at < end && wire.bytes[wire.at] === series.label) {
    wire.at += 1;
    wire.at = wire.fieldEnd(end);
  }
  return wire.at;
}

function hasMoreLabels(wire: Wire, end: number): boolean {
  while (wire.at < end) {
    const tag = wire.tag(end);
    if (tag === series.label) return true;
    if ((tag & 7) === 2) wire.at = wire.fieldEnd(end);
    else wire.skip(tag, end, series.known);
  }
  return false;
}

/** The labels of a series that has other things between them, one after the other: protobuf has no order of fields. */
function gathered(wire: Wire, from: number, end: number): Wire {
  const parts: Buffer[] = [];
  wire.at = from;
  while (wire.at < end) {
    const start = wire.at;
    const tag = wire.tag(end);
    if (tag === series.label) {
      wire.at = wire.fieldEnd(end);
      parts.push(wire.bytes.subarray(start, wire.at));
    } else wire.skip(tag, end, []);
  }
  return new Wire(Buffer.concat(parts), message);
}
