import DataLoader from 'dataloader';
import type { Context } from '../../context';
import { refuseBackward } from '../instants.rules';
import { HubError } from '../../kernel/errors';
import { dayMicros, microsOf, microsText } from '../../kernel/instant';
import type { FilterInput } from '../../kernel/reading/filter';
import { fewOwners } from '../../kernel/reading/narrow-page';
import type { Db } from '../../kernel/postgres/session';
import { series as allSeries } from '../monitoring.collection';
import { mostSeriesDays, seriesDaysForOne } from '../monitoring.values';
import { findMissing } from './find-missing';
import { wholeSilence, type Silence } from './missing.rules';
import { keptSpan } from './kept-span';
import { readPresence } from './presence.store';
import { devicesOfSeries, seriesAsked, type SeriesAsked } from './series-asked.store';
import type { Span } from './share.rules';
import { judge, summarize, type Judged } from './summary.rules';

export interface CompletenessAsked {
  filter?: FilterInput | null;
  from: string;
  to: string;
}

/** Series that are judged together: those of a center, of a device, or one alone; `id` is the UUID of that. */
export interface Group {
  id: string;
  series: Judged[];
}

/** Who reported and what is missing, of the series that a viewer asks for and sees. */
export class CompletenessReport {
  private readonly stretches: DataLoader<Silence, readonly Span[]>;

  private constructor(
    private readonly db: Db,
    private readonly writers: ReadonlyMap<string, string>,
    readonly now: number,
    readonly judged: readonly Judged[],
  ) {
    this.stretches = new DataLoader((silences) => findMissing(db, silences), { maxBatchSize: 100 });
  }

  static async read(context: Context, { filter, from, to }: CompletenessAsked): Promise<CompletenessReport> {
    refuseBackward({ from, to });
    const whole = { from: microsOf(from), to: microsOf(to) };
    const db = await context.db();
    const asked = await seriesAsked(db, filter ?? null, fewOwners(context.viewer, allSeries));
    context.deliver(Math.ceil(seriesDays(asked, whole) / seriesDaysForOne));
    const writers = new Map(asked.map(({ id, writerId }) => [id, writerId]));
    const range = await keptSpan(db, whole);
    const found = await readPresence(db, [...writers.keys()], range);
    const judged = found.map((presence) => judge(range, presence));
    return new CompletenessReport(db, writers, judged[0]?.asOf ?? context.now().getTime() * 1000, judged);
  }

  centers(): Group[] {
    return groupBy(this.judged, ({ id }) => this.writers.get(id));
  }

  async devices(): Promise<Group[]> {
    const ids = this.judged.map(({ id }) => id);
    const devices = await devicesOfSeries(this.db, ids);
    return groupBy(this.judged, ({ id }) => devices.get(id));
  }

  each(): Group[] {
    return this.judged.map((one) => ({ id: one.id, series: [one] }));
  }

  summary({ series }: { series: readonly Judged[] }) {
    const { arrivedAt, latestAt, ...sums } = summarize(series);
    const lagSeconds = latestAt === null ? null : (this.now - latestAt) / 1_000_000;
    return { ...sums, lastArrivalAt: instantOrNull(arrivedAt), latestAt: instantOrNull(latestAt), lagSeconds };
  }

  /** Those of all groups that are asked for in one answer at once; null where no interval is known. */
  async missing({ series }: Group): Promise<readonly Span[] | null> {
    const silence = wholeSilence(series);
    return silence && this.stretches.load(silence);
  }
}

function seriesDays(asked: readonly SeriesAsked[], { from, to }: Span): number {
  const days = Math.ceil((to - from) / dayMicros);
  if (asked.length * days <= mostSeriesDays) return asked.length * days;
  throw new HubError(
    'TOO_COMPLEX',
    `completeness looks at ${mostSeriesDays} days of series at most, ${asked.length} series over ${days} days were asked: narrow the filter or the range.`,
  );
}

function groupBy(judged: readonly Judged[], key: (one: Judged) => string | undefined): Group[] {
  const groups = new Map<string, Group>();
  for (const one of judged) {
    const id = key(one);
    if (id === undefined) continue;
    const group = groups.get(id);
    if (group) group.series.push(one);
    else groups.set(id, { id, series: [one] });
  }
  return [...groups.values()];
}

/** RFC 3339 with no more digits than it needs. */
export const instantText = (micros: number): string => microsText(micros).replace(/\.?0+Z$/, 'Z');
export const instantOrNull = (micros: number | null): string | null => (micros === null ? null : instantText(micros));
