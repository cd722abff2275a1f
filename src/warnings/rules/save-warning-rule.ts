import { regions } from '../../directory/directory.collection';
import { findWriter, type Writer } from '../../directory/find-writer';
import { idsOf } from '../../directory/resolve-codes';
import { HubError } from '../../kernel/errors';
import { newId, uuidOf } from '../../kernel/ids';
import type { Db } from '../../kernel/postgres/session';
import { Sql } from '../../kernel/postgres/sql';
import { filterSql } from '../../kernel/reading/filter';
import { Pattern } from '../../monitoring/binding/pattern';
import { PatternFault } from '../../monitoring/binding/pattern-syntax';
import { series } from '../../monitoring/monitoring.collection';
import { previewSelection, refuseTooMany, type SelectionFound } from './selecting/preview';
import type { Selection } from './selecting/selection';
import type { RuleSelectionInput } from './rule-selection.input.type';
import type { SaveWarningRuleInput } from './warning-rule.input.type';
import { conditionOf, faultOfRule, faultOfSelection } from './warning-rule.rules';
import { mostRules } from './warning-rule.values';

export interface SavedRule {
  id: string;
  selection: SelectionFound;
}

/** Makes the rule, or gives it its terms anew; one that was removed is there again. It looks from then on. */
export async function saveWarningRule(db: Db, input: SaveWarningRuleInput): Promise<SavedRule> {
  refuseFault(faultOfRule(input));
  const owner = await findWriter(db, input.owner);
  const selection = await selectionOf(db, input.select);
  await refuseOneMore(db, owner, input.code);
  if (input.forecast) await refuseCounter(db, input.select.metric!);
  const found = await previewSelection(db, owner, selection);
  refuseTooMany(found);
  return { id: await write(db, owner, input, selection), selection: found };
}

/** What a rule would select, without one. */
export async function preview(db: Db, code: string, select: RuleSelectionInput): Promise<SelectionFound> {
  refuseFault(faultOfSelection(select));
  return previewSelection(db, await findWriter(db, code), await selectionOf(db, select));
}

function refuseFault(fault: string | null): void {
  if (fault !== null) throw new HubError('BAD_USER_INPUT', fault);
}

/** What is sent, in full: filter and patterns are read, and refused now where they do not fit. */
async function selectionOf(db: Db, input: RuleSelectionInput): Promise<Selection> {
  const { metric = null, series: seriesFilter, labels, regions: codes = null, leastLevel = null } = input;
  if (seriesFilter) filterSql(series, seriesFilter, 't', new Sql());
  for (const [i, { matches }] of labels.entries()) if (matches != null) refuseUnread(i, matches);
  const named = codes && (await idsOf(db, { 'select.regions': { target: regions, codes } }));
  return {
    ...{ metric, leastLevel, seriesFilter: seriesFilter ?? {} },
    conditions: labels.map(({ label, equals = null, matches = null }) => ({ label, equals, matches })),
    regionIds: named && named['select.regions'].toSorted(),
  };
}

function refuseUnread(place: number, pattern: string): void {
  try {
    new Pattern(pattern);
  } catch (error) {
    if (!(error instanceof PatternFault)) throw error;
    throw new HubError('BAD_USER_INPUT', `select.labels[${place}].matches: ${error.message}.`);
  }
}

async function refuseOneMore(db: Db, owner: Writer, code: string): Promise<void> {
  const [others] = await db.rows<{ count: number }>(
    'SELECT count(*)::int AS count FROM warning_rule r WHERE r.owner_id = $1 AND r.code <> $2 AND r.removed_at IS NULL',
    [owner.id, code],
  );
  if (others!.count >= mostRules)
    throw new HubError(
      'BAD_USER_INPUT',
      `"${owner.code}" has ${mostRules} rules, which is the most: let one watch more.`,
    );
}

async function refuseCounter(db: Db, metric: string): Promise<void> {
  const [found] = await db.rows<{ kind: string }>('SELECT m.kind FROM metric m WHERE m.name = $1', [metric]);
  if (found?.kind === 'COUNTER')
    throw new HubError(
      'BAD_USER_INPUT',
      `forecast: "${metric}" is a counter, which only ever grows: forecast a gauge.`,
    );
}

async function write(db: Db, owner: Writer, input: SaveWarningRuleInput, selection: Selection): Promise<string> {
  const { condition, terms } = conditionOf(input);
  const { code, severity, severityByLevel = null, why, isEnabled } = input;
  const [saved] = await db.rows<{ id: string }>(
    `INSERT INTO warning_rule AS r (id, owner_id, code, name, metric, series_filter, conditions, region_ids, least_level, condition, terms,
                                    severity, severity_by_level, why, is_enabled)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
     ON CONFLICT (owner_id, code) DO UPDATE
        SET name = EXCLUDED.name, metric = EXCLUDED.metric, series_filter = EXCLUDED.series_filter, conditions = EXCLUDED.conditions,
            region_ids = EXCLUDED.region_ids, least_level = EXCLUDED.least_level, condition = EXCLUDED.condition, terms = EXCLUDED.terms,
            severity = EXCLUDED.severity, severity_by_level = EXCLUDED.severity_by_level, why = EXCLUDED.why,
            is_enabled = EXCLUDED.is_enabled, removed_at = NULL
     RETURNING r.id`,
    [
      ...[newId(), owner.id, code, input.name.trim(), selection.metric, JSON.stringify(selection.seriesFilter)],
      ...[JSON.stringify(selection.conditions), selection.regionIds, selection.leastLevel, condition],
      ...[JSON.stringify(terms), severity, severityByLevel, why?.trim() || null, isEnabled],
    ],
  );
  return saved!.id;
}

/** The rule looks no more; what it has raised clears. Answers its UUID. */
export async function removeWarningRule(db: Db, id: string): Promise<string> {
  const uuid = uuidOf('wru', id);
  const [found] = await db.rows<{ owner: string }>(
    'SELECT o.code AS owner FROM warning_rule r JOIN organization o ON o.id = r.owner_id WHERE r.id = $1',
    [uuid],
  );
  if (!found) throw new HubError('NOT_FOUND', 'There is no such warning rule for this key.');
  await findWriter(db, found.owner);
  await db.rows('UPDATE warning_rule r SET removed_at = coalesce(r.removed_at, now()) WHERE r.id = $1', [uuid]);
  return uuid;
}
