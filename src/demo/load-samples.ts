import type { ActAs } from '../directory/act-as';
import { ingest, type SampleBatch } from '../monitoring/ingest/ingest';
import { instantOf, type DemoCountry } from './demo-country';
import { groupBy } from './group-by';
import { partsOf, refuseNothing } from './load-stages';
import { source } from './model';
import type { Stage, Step } from './run-stages';
import type { Series } from './series';
import { playDay, slots } from './signal';

/** A call takes 10,000 samples. */
const seriesPerCall = Math.floor(10_000 / slots);
/** Records that take as long as a series with its day. */
const weightOfSeries = 20;

/** A day of samples by the one way samples come in. The first call makes the metrics known, the others run beside each other. */
export function sampleStages(act: ActAs, { series, end }: DemoCountry): Stage[] {
  const instants = Array.from({ length: slots }, (_, slot) => instantOf(end, slot, slots));
  const byWriter = groupBy(series, ({ owner }) => owner);
  const steps = [...byWriter].flatMap(([owner, sent]) =>
    partsOf(sent, seriesPerCall).map((part) => step(act, owner, part, instants, end)),
  );
  return [{ what: 'samples', steps }];
}

function step(act: ActAs, owner: string, series: Series[], instants: readonly string[], end: Date): Step {
  return {
    weight: series.length * weightOfSeries,
    run: async () => {
      const batches = series.map((each) => batchOf(each, instants));
      const { refused } = await act((db) => ingest(db, { owner, source, batches }, end));
      refuseNothing('samples', refused);
    },
  };
}

function batchOf({ metric, unit, kind, labels, subject, signal }: Series, instants: readonly string[]): SampleBatch {
  const day = playDay(signal);
  return {
    ...{ metric, unit, kind, labels, subject },
    timestamps: day.slots.map((slot) => instants[slot]!),
    values: day.values,
    flags: day.flags,
  };
}
