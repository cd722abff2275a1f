import { regions } from '../../directory/directory.collection';
import { batch, toMany, toOne } from '../../kernel/reading/edges';
import { warnings } from '../warnings.collection';
import { warningRules } from './warning-rules.collection';

export const ruleOfWarning = toOne('ruleId', warningRules);
export const warningsOfRule = toMany('WarningRule.warnings', warnings, 't.rule_id = p.parent');

export const regionsOfRule = toMany(
  'WarningRule.regions',
  regions,
  't.id IN (SELECT unnest(r.region_ids) FROM warning_rule r WHERE r.id = p.parent)',
);

/** What a rule selects as it stands; null until that has been looked up. */
export interface RuleSelection {
  ruleId: string;
  count: number;
  isCut: boolean;
  selectedAt: string;
  firing: number;
}

export const selectionOfRule = batch<RuleSelection | null>('WarningRule.selection', async (db, ids) => {
  const rows = await db.rows<RuleSelection>(
    `SELECT s.rule_id AS "ruleId", s.count, s.is_cut AS "isCut", s.selected_at AS "selectedAt", s.firing FROM hub.rule_selections($1) s`,
    [ids],
  );
  const byRule = new Map(rows.map((row) => [row.ruleId, row]));
  return ids.map((id) => byRule.get(id) ?? null);
});
