import { mostLabels } from '../series-names.rules';
import { brokenText, labelSetOf, tooManyLabels, type Label, type LabelSet } from './label-set';
import { textIn } from './utf8-text';
import { lengthTag, type Wire } from './wire';

type Spans = readonly [nameFrom: number, nameTo: number, valueFrom: number, valueTo: number];

const nameTag = lengthTag(1);
const valueTag = lengthTag(2);
const known = [1, 2];

/** The label set of the `labels` fields of a prometheus.TimeSeries, which stand one after the other up to `end`. */
export function writtenLabels(wire: Wire, end: number): LabelSet {
  const spans: Spans[] = [];
  while (wire.at < end) {
    wire.tag(end);
    const label = readLabel(wire, wire.fieldEnd(end));
    if (label[2] < label[3]) spans.push(label);
  }
  return spans.length > mostLabels + 1 ? tooManyLabels(spans.length) : labelSetFrom(wire.bytes, spans);
}

function labelSetFrom(bytes: Buffer, spans: readonly Spans[]): LabelSet {
  const labels: Label[] = [];
  for (const [nameFrom, nameTo, valueFrom, valueTo] of spans) {
    const name = textIn(bytes, nameFrom, nameTo);
    const value = textIn(bytes, valueFrom, valueTo);
    if (name === null || value === null) return brokenText(bytes.toString('utf8', nameFrom, nameTo));
    labels.push([name, value]);
  }
  return labelSetOf(labels);
}

function readLabel(wire: Wire, end: number): Spans {
  let [nameFrom, nameTo, valueFrom, valueTo] = [0, 0, 0, 0];
  while (wire.at < end) {
    const tag = wire.tag(end);
    if (tag === nameTag) {
      nameTo = wire.fieldEnd(end);
      nameFrom = wire.at;
      wire.at = nameTo;
    } else if (tag === valueTag) {
      valueTo = wire.fieldEnd(end);
      valueFrom = wire.at;
      wire.at = valueTo;
    } else wire.skip(tag, end, known);
  }
  return [nameFrom, nameTo, valueFrom, valueTo];
}
