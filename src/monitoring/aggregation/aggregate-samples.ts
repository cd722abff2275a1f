import { HubError } from '../../kernel/errors';
import type { Db } from '../../kernel/postgres/session';
import { findGrid } from '../windows/find-grid';
import type { Grid } from '../windows/grid.rules';
import { gridSteps } from '../windows/grid-steps';
import { refuseBackward } from '../instants.rules';
import { mostPoints, mostSeries, type Resolution } from '../monitoring.values';
import { mostGroups, type Aggregate, type SeriesGrouping } from './aggregation.values';
import { GroupFold } from './group-fold';
import { findGroups, inBatches, type GroupedSeries, type GroupRow } from './grouped-series.store';

export interface AggregationArgs extends GroupedSeries {
  from: string;
  to: string;
  resolution: Resolution;
  maxPoints: number;
  maxSeries: number;
  aggregate: Aggregate;
}

/** So many series, and steps of series, are held at once. */
const seriesAtOnce = 200;
const stepsAtOnce = 100_000;
/** A day of some hundred series that are sampled every minute is read at once. */
const samplesAtOnce = 500_000;

/** Of each transaction the aggregation that was begun last. */
const begun = new WeakMap<Db, Promise<unknown>>();

interface Folded {
  folds: ReadonlyMap<string | null, GroupFold>;
  /** Steps of series that went into them. */
  points: number;
}

/**
 * Series of one metric brought on one grid and folded there, group by group. However many series there are, what is held is two numbers for each
 * step of each group, and the steps of one batch of series; several aggregations of one request come one after the other.
 */
export function aggregateSamples(db: Db, args: AggregationArgs, atOnce = seriesAtOnce) {
  const work = () => aggregate(db, args, atOnce);
  const turn = (begun.get(db) ?? Promise.resolve()).then(work, work);
  begun.set(db, turn);
  return turn;
}

async function aggregate(db: Db, args: AggregationArgs, atOnce: number) {
  const grid = await gridFor(db, args);
  const rows = await findGroups(db, args, args.maxSeries);
  refuseGroups(rows, args, grid);
  const { folds, points } = await fold(db, args, grid, rows, atOnce);
  const groups = rows.map((row) => ({ ...named(row, args.by), ...folds.get(row.key)!.columns() }));
  const [first] = rows;
  return {
    metricId: first?.metricId ?? null,
    ...{ resolution: grid.level, seriesCount: first?.found ?? 0, groups, points },
  };
}

async function gridFor(db: Db, { from, to, resolution, maxPoints, maxSeries, by }: AggregationArgs): Promise<Grid> {
  refuseBackward({ from, to });
  if (resolution === 'RAW')
    throw new HubError(
      'BAD_USER_INPUT',
      '"resolution" can not be RAW here: samples of several series have no instants in common. Ask for FIVE_MINUTES, HOUR, DAY or AUTO.',
    );
  if (by && (by.label == null) === (by.place == null))
    throw new HubError(
      'BAD_USER_INPUT',
      '"by" names one thing, a label or a place: leave it out for one group of all.',
    );
  refuseBeyond('maxPoints', maxPoints, mostPoints);
  refuseBeyond('maxSeries', maxSeries, mostSeries);
  const grid = await findGrid(db, { from, to }, resolution, maxPoints);
  if (grid.length <= maxPoints) return grid;
  throw new HubError(
    'PAGE_TOO_LARGE',
    `The range has ${grid.length} steps of ${grid.level}, maxPoints allows ${maxPoints}: ask for a shorter range, wider steps or more points.`,
  );
}

function refuseBeyond(name: string, asked: number, most: number): void {
  if (asked < 1 || asked > most) throw new HubError('PAGE_TOO_LARGE', `${name} can be 1 to ${most}.`);
}

function refuseGroups([first]: readonly GroupRow[], { maxSeries }: AggregationArgs, { length }: Grid): void {
  if (!first) return;
  const { found, groups, metric, otherMetric } = first;
  if (metric !== otherMetric)
    throw new HubError(
      'BAD_USER_INPUT',
      `The filter finds series of ${metric} and of ${otherMetric}, which can not be folded together: filter by one metric, as in metric: { name: { eq: "${metric}" } }.`,
    );
  if (found > maxSeries)
    throw new HubError(
      'TOO_COMPLEX',
      `The filter finds more than ${maxSeries} series: narrow it, or allow more by maxSeries, up to ${mostSeries}.`,
    );
  if (groups > mostGroups)
    throw new HubError(
      'TOO_COMPLEX',
      `The series fall into ${groups} groups, ${mostGroups} are the most: narrow the filter, or group by something else.`,
    );
  if (groups * length > mostPoints)
    throw new HubError(
      'PAGE_TOO_LARGE',
      `An answer holds ${mostPoints} points at most, ${groups} groups of ${length} steps were asked: ask for a shorter range or wider steps.`,
    );
}

async function fold(
  db: Db,
  args: AggregationArgs,
  grid: Grid,
  rows: readonly GroupRow[],
  atOnce: number,
): Promise<Folded> {
  const folds = new Map(rows.map(({ key }) => [key, new GroupFold(args.aggregate, grid)]));
  let points = 0;
  if (rows.length === 0) return { folds, points };
  const size = Math.max(1, Math.min(atOnce, Math.floor(stepsAtOnce / grid.length)));
  for await (const batch of inBatches(db, args, rows[0]!.metricId, size)) {
    const ids = batch.map(({ id }) => id);
    const steps = await gridSteps(db, ids, grid, { most: grid.length, atOnce: samplesAtOnce });
    for (const { id, key } of batch) {
      const found = steps.get(id);
      if (!found) continue;
      folds.get(key)!.add(found);
      points += found.starts.length;
    }
  }
  return { folds, points };
}

/** A group by what it is known by. */
function named({ key, seriesCount }: GroupRow, by: SeriesGrouping | null) {
  const place = (of: string) => (by?.place === of ? key : null);
  return {
    ...{ label: by?.label == null ? null : key, seriesCount },
    ...{ siteId: place('SITE'), regionId: place('REGION'), organizationId: place('ORGANIZATION') },
  };
}
