import { connectionConfig, withClient } from '../kernel/postgres/database';

/** Tables, policies, triggers, functions and grants as the catalogue has them, in a fixed order: for review, and for the test of drift. */
export function printDatabase(url: string): Promise<string> {
  return withClient(connectionConfig(url, 'hub_owner'), async (client) => {
    // With nothing in sight, every name is printed with its schema.
    await client.query(`SET search_path = ''`);
    const parts: string[] = [];
    for (const [title, sql] of sections) {
      const { rows } = await client.query<{ line: string }>(sql);
      parts.push(`-- ${title}\n`, ...rows.map(({ line }) => `${line}\n`));
    }
    return parts.join('\n');
  });
}

/** Partitions are left out: months come and go. */
const tables = `
  SELECT c.oid, c.oid::regclass::text AS name, c.relrowsecurity FROM pg_class c
   WHERE c.relnamespace IN ('hub'::regnamespace, 'private'::regnamespace) AND c.relkind IN ('r', 'p') AND NOT c.relispartition
     AND c.relname <> 'migration'`;

const sections: [title: string, sql: string][] = [
  [
    'Tables',
    `SELECT format(E'CREATE TABLE %s (\\n%s\\n)%s;', t.name, x.body, CASE WHEN t.relrowsecurity THEN ' -- row-level security' ELSE '' END) AS line
       FROM (${tables}) t CROSS JOIN LATERAL (
         SELECT string_agg('  ' || b.line, E',\\n' ORDER BY b.part, b.line_number, b.line) AS body FROM (
           SELECT 1 AS part, a.attnum AS line_number,
                  format('%I %s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END,
                         CASE WHEN a.attidentity <> '' THEN ' GENERATED ALWAYS AS IDENTITY' ELSE '' END,
                         CASE WHEN d.adbin IS NULL THEN '' WHEN a.attgenerated <> '' THEN format(' GENERATED ALWAYS AS (%s) STORED', pg_get_expr(d.adbin, d.adrelid))
                              ELSE ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid) END) AS line
             FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
           UNION ALL
           SELECT 2, 0, format('CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid, true)) FROM pg_constraint k
            WHERE k.conrelid = t.oid AND k.contype IN ('c', 'f', 'p', 'u', 'x')) b) x
      ORDER BY t.name`,
  ],
  [
    'Indexes',
    `SELECT pg_get_indexdef(i.indexrelid) || ';' AS line FROM (${tables}) t JOIN pg_index i ON i.indrelid = t.oid
      WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')) ORDER BY 1`,
  ],
  [
    'Views: what readers find before the table of the same name',
    `SELECT format(E'CREATE VIEW %s WITH (%s) AS\n%s', c.oid::regclass, array_to_string(c.reloptions, ', '), pg_get_viewdef(c.oid, true)) AS line
       FROM pg_class c WHERE c.relnamespace = 'shown'::regnamespace AND c.relkind = 'v' ORDER BY c.relname`,
  ],
  [
    'Policies',
    `SELECT format('CREATE POLICY %I ON %I.%I FOR %s TO %s%s%s;', p.policyname, p.schemaname, p.tablename, p.cmd, array_to_string(p.roles, ', '),
                   E'\\n  USING (' || p.qual || ')', E'\\n  WITH CHECK (' || p.with_check || ')') AS line
       FROM pg_policies p WHERE p.schemaname IN ('hub', 'private') ORDER BY p.schemaname, p.tablename, p.policyname`,
  ],
  [
    'Grants to the role of the API',
    `SELECT format('GRANT %s ON %s TO hub_api;', string_agg(g.privilege_type, ', ' ORDER BY g.privilege_type), t.name) AS line
       FROM (${tables}) t JOIN pg_class c ON c.oid = t.oid CROSS JOIN LATERAL aclexplode(c.relacl) g
      WHERE g.grantee = 'hub_api'::regrole GROUP BY t.name ORDER BY t.name`,
  ],
  [
    'Triggers',
    `SELECT pg_get_triggerdef(g.oid) || ';' AS line FROM (${tables}) t JOIN pg_trigger g ON g.tgrelid = t.oid WHERE NOT g.tgisinternal ORDER BY 1`,
  ],
  [
    'Functions',
    `SELECT rtrim(pg_get_functiondef(p.oid)) || ';' || CASE WHEN has_function_privilege('hub_api', p.oid, 'EXECUTE')
              THEN format(E'\\nGRANT EXECUTE ON FUNCTION %s TO hub_api;', p.oid::regprocedure) ELSE '' END AS line
       FROM pg_proc p WHERE p.pronamespace IN ('hub'::regnamespace, 'private'::regnamespace) AND p.prokind IN ('f', 'p') ORDER BY p.oid::regprocedure::text`,
  ],
];
