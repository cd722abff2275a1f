/** Columns of a rule under the names of BindingRule: SQL over an alias of the row. */
export const ruleColumns = (row: string): string =>
  `${row}.id, ${row}.source, ${row}.metric_pattern AS "metricPattern", ${row}.conditions, ${row}.target, ${row}.lookup, ${row}.key,
   ${row}.interface_name AS "interfaceName"`;
