import type { Db } from '../../kernel/postgres/session';
import type { Values } from '../../kernel/writing/upsert';
import { columnOf, type BindingRule } from './binding.values';
import { RuleMatcher, type Ask, type Bindable } from './rule-matcher';
import { columnsOfAsks, settleBindings, unbound, type Binding, type Found } from './settle-bindings';
import { ruleColumns } from './rule-columns';

/** A request takes no more steps of patterns than this, some 50 ms: the job binds what is left. */
const mostSteps = 2_000_000;
/** What the database does for each thing that is looked for counts as so many. */
const stepsOfAsk = 100;

/** What new series of one writer are bound to by its rules: columns of each. */
export async function bindNewSeries(db: Db, writer: string, series: readonly Bindable[]): Promise<Values[]> {
  return (await findBindings(db, writer, series, (rule) => rule)).map(valuesOf);
}

/** What the rules of a writer find for what has labels, each rule as it is to be read. One statement, and one more where a rule looks for something. */
export async function findBindings(
  db: Db,
  writer: string,
  series: readonly Bindable[],
  read: (rule: BindingRule) => BindingRule,
): Promise<Binding[]> {
  const work = { steps: 0 };
  const rules = await db.rows<BindingRule>(`SELECT ${ruleColumns('r')} FROM hub.binding_rules_of($1) r`, [writer]);
  const matchers = rules.map((rule) => new RuleMatcher(read(rule), work));
  const asked: Ask[][] = [];
  for (const one of series) {
    if (work.steps > mostSteps) break;
    const asks = matchers.map((matcher) => matcher.askOf(one)).filter((ask) => ask !== null);
    work.steps += asks.length * stepsOfAsk;
    asked.push(asks);
  }
  const bound = await settleBindings(asked, new Map(rules.map(({ id, target }) => [id, target])), (asks) =>
    db.rows<Found>(
      'SELECT f.place, f.found, f.subject_id AS "subjectId" FROM hub.find_subjects($1, $2, $3::text[], $4::text[]) f',
      [writer, ...columnsOfAsks(asks)],
    ),
  );
  return series.map((_, i) => bound[i] ?? unbound('PENDING'));
}

const valuesOf = ({ subject, target, rule, reason }: Binding): Values =>
  subject === null ? { unbound_reason: reason } : { [columnOf[target]]: subject, binding_rule_id: rule };
