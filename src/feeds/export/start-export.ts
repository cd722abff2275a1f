import { HubError } from '../../kernel/errors';
import { newId } from '../../kernel/ids';
import type { Db } from '../../kernel/postgres/session';
import { filterSql, type FilterInput } from '../../kernel/reading/filter';
import { Sql } from '../../kernel/postgres/sql';
import { refuseBackward } from '../../monitoring/instants.rules';
import { series } from '../../monitoring/monitoring.collection';
import type { FedTypes } from '../fed-types';
import type { ChangeFilter } from '../view/change-filter';
import { viewFilter } from '../view/view-filter';
import { mostRunning, type ExportContent, type ExportFormat } from './export.values';

export interface ExportAsked {
  content: ExportContent;
  format: ExportFormat;
  filter?: ChangeFilter | null;
  series?: FilterInput | null;
  from?: string | null;
  to?: string | null;
}

/** Puts an export in its queue, for the client of the key. Answers its UUID. */
export async function startExport(db: Db, fed: FedTypes, asked: ExportAsked): Promise<string> {
  const { content, format, filter = {}, series: ofSeries = null, from = null, to = null } = asked;
  refuseMisfit(asked);
  const { types } = await viewFilter(db, fed, filter ?? {});
  if (content === 'RECORDS' && format === 'CSV' && types.length !== 1)
    throw new HubError('BAD_USER_INPUT', 'CSV holds records of one type: name it in filter.types, or ask for NDJSON.');
  if (content === 'SAMPLES' && !types.includes('Series'))
    throw new HubError('BAD_USER_INPUT', 'filter: samples are those of series, which it leaves out.');
  // Refused now where it does not fit, and not when it runs.
  if (ofSeries) filterSql(series, ofSeries, 't', new Sql());
  const id = newId();
  const [row] = await db.rows<{ started: boolean }>(
    'SELECT hub.start_export($1, $2, $3, $4, $5, $6, $7, $8) AS started',
    [id, content, format, JSON.stringify(filter ?? {}), ofSeries && JSON.stringify(ofSeries), from, to, mostRunning],
  );
  if (row!.started) return id;
  throw new HubError(
    'RATE_LIMITED',
    `This client has ${mostRunning} exports under way, which is as many as it may: wait for one, or cancel it.`,
  );
}

function refuseMisfit({ content, series: ofSeries, from, to }: ExportAsked): void {
  if (content === 'SAMPLES') {
    if (from == null || to == null)
      throw new HubError('BAD_USER_INPUT', 'from, to: samples are exported from one instant up to another.');
    return refuseBackward({ from, to });
  }
  if (ofSeries != null || from != null || to != null)
    throw new HubError('BAD_USER_INPUT', 'series, from, to: these are for SAMPLES; records are narrowed by filter.');
}
