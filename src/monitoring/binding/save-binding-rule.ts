import { organizations } from '../../directory/directory.collection';
import { findKeeper, type Writer } from '../../directory/find-writer';
import { idsOf } from '../../directory/resolve-codes';
import { HubError } from '../../kernel/errors';
import { newId, uuidOf } from '../../kernel/ids';
import type { Db } from '../../kernel/postgres/session';
import type { SaveBindingRuleInput } from './binding-rule.input.type';
import { faultOfRule } from './binding-rule.rules';
import type { BindingRule, LabelText } from './binding.values';
import { LabelTextMaker } from './label-text';
import { Pattern } from './pattern';
import { PatternFault } from './pattern-syntax';
import { ruleColumns } from './rule-columns';
import { RuleMatcher } from './rule-matcher';

/** Rules of one organization: each of its series is asked about all of them. */
const mostRules = 200;
/** Steps of all their patterns written out: what a character of a label may cost. */
const mostSteps = 10_000;
/** Organizations in whose inventory its rules look, counted for each rule: what one series may cost the database. */
const mostInventories = 500;

/** Makes the rule, or gives it its terms anew; one that was removed is there again. Answers its UUID. */
export async function saveBindingRule(db: Db, input: SaveBindingRuleInput): Promise<string> {
  const fault = faultOfRule(input);
  if (fault !== null) throw new HubError('BAD_USER_INPUT', fault);
  const rule = ruleOf(input);
  const owner = await findKeeper(db, input.owner);
  const { inventoryOf } = await idsOf(db, {
    inventoryOf: { target: organizations, codes: input.inventoryOf ?? [owner.code] },
  });
  await refuseTooMany(db, owner, input.code, rule);
  await refuseTooWide(db, owner, input.code, inventoryOf.length);
  const [saved] = await db.rows<{ id: string }>(
    `INSERT INTO binding_rule AS r (id, owner_id, code, position, source, metric_pattern, conditions, target, lookup, object_source, key, interface_name, inventory_of)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
     ON CONFLICT (owner_id, code) DO UPDATE
        SET position = EXCLUDED.position, source = EXCLUDED.source, metric_pattern = EXCLUDED.metric_pattern, conditions = EXCLUDED.conditions,
            target = EXCLUDED.target, lookup = EXCLUDED.lookup, object_source = EXCLUDED.object_source, key = EXCLUDED.key,
            interface_name = EXCLUDED.interface_name, inventory_of = EXCLUDED.inventory_of, removed_at = NULL
     RETURNING r.id`,
    [
      ...[
        newId(),
        owner.id,
        input.code,
        input.position,
        rule.source,
        rule.metricPattern,
        JSON.stringify(rule.conditions),
      ],
      ...[rule.target, rule.lookup, input.objectSource ?? null, JSON.stringify(rule.key)],
      ...[rule.interfaceName && JSON.stringify(rule.interfaceName), inventoryOf.toSorted()],
    ],
  );
  return saved!.id;
}

/** What is sent, in full; its patterns are read, and the first that is none is refused in its field's name. */
function ruleOf(input: SaveBindingRuleInput): BindingRule {
  const { source = null, metricPattern = null, target, lookup } = input;
  if (metricPattern !== null) refuseUnread('metricPattern', () => new Pattern(metricPattern));
  const conditions = input.conditions.map(({ label, equals = null, matches = null }, i) => {
    if (matches !== null) refuseUnread(`conditions[${i}].matches`, () => new Pattern(matches));
    return { label, equals, matches };
  });
  const [key, interfaceName] = [
    textOf('key', input.key),
    input.interfaceName && textOf('interfaceName', input.interfaceName),
  ];
  return { id: '', source, metricPattern, conditions, target, lookup, key, interfaceName: interfaceName ?? null };
}

function textOf(field: string, { labels, pattern, replacement }: LabelText): LabelText {
  const text = { labels, pattern, replacement };
  refuseUnread(field, () => new LabelTextMaker(text));
  return text;
}

function refuseUnread(field: string, read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof PatternFault)) throw error;
    throw new HubError('BAD_USER_INPUT', `${field}: ${error.message}.`);
  }
}

async function refuseTooMany(db: Db, owner: Writer, code: string, rule: BindingRule): Promise<void> {
  const others = await db.rows<BindingRule>(
    `SELECT ${ruleColumns('r')} FROM binding_rule r WHERE r.owner_id = $1 AND r.code <> $2 AND r.removed_at IS NULL`,
    [owner.id, code],
  );
  if (others.length >= mostRules)
    throw new HubError(
      'BAD_USER_INPUT',
      `"${owner.code}" has ${mostRules} rules, which is the most: let one bind more.`,
    );
  const steps = [rule, ...others].reduce((sum, one) => sum + new RuleMatcher(one).size, 0);
  if (steps > mostSteps)
    throw new HubError(
      'BAD_USER_INPUT',
      `All patterns of "${owner.code}" would have ${steps} steps, written out, and ${mostSteps} are the most: count less often in them.`,
    );
}

async function refuseTooWide(db: Db, owner: Writer, code: string, width: number): Promise<void> {
  const [others] = await db.rows<{ width: number }>(
    `SELECT coalesce(sum(cardinality(r.inventory_of)), 0)::int AS width FROM binding_rule r
      WHERE r.owner_id = $1 AND r.code <> $2 AND r.removed_at IS NULL`,
    [owner.id, code],
  );
  if (others!.width + width > mostInventories)
    throw new HubError(
      'BAD_USER_INPUT',
      `inventoryOf: all rules of "${owner.code}" would look in ${others!.width + width} inventories, and ${mostInventories} are the most: name fewer.`,
    );
}

/** The rule binds no more from now on; it goes when its series have been bound anew. Answers its UUID. */
export async function removeBindingRule(db: Db, id: string): Promise<string> {
  const uuid = uuidOf('bnd', id);
  const [found] = await db.rows<{ owner: string }>(
    'SELECT o.code AS owner FROM binding_rule r JOIN organization o ON o.id = r.owner_id WHERE r.id = $1',
    [uuid],
  );
  if (!found) throw new HubError('NOT_FOUND', 'There is no such binding rule for this key.');
  await findKeeper(db, found.owner);
  await db.rows('UPDATE binding_rule r SET removed_at = coalesce(r.removed_at, now()) WHERE r.id = $1', [uuid]);
  return uuid;
}
