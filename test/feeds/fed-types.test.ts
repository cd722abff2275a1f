import { sampleRange, unfed, wholeOfParts } from '../../src/feeds/fed-types';
import { registry } from '../../src/registry';
import { startHub, type Hub } from '../support/hub';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

test('Whatever the log is told of by a trigger is fed, is part of a record that is, or is known not to be', async () => {
  const logged = await hub.sql<{ type: string }>(
    `SELECT DISTINCT split_part(encode(t.tgargs, 'escape'), '\\000', 1) AS type FROM pg_trigger t WHERE t.tgfoid = 'private.record_change()'::regprocedure`,
  );
  const fed = registry.collections.map(({ typeName }) => typeName);
  const known = [...fed, ...Object.keys(wholeOfParts), ...Object.keys(unfed)];
  expect(logged.map(({ type }) => type).filter((type) => !known.includes(type))).toEqual([]);
  expect(Object.values(wholeOfParts).filter((type) => !fed.includes(type))).toEqual([]);
  const types = logged.map(({ type }) => type);
  expect(fed.filter((type) => !types.includes(type))).toEqual([]);
  expect(fed).not.toContain(sampleRange);
});

test('A view holds every setting that a rule or a view that withholds reads', async () => {
  const [texts] = await hub.sql<{ text: string }>(
    `SELECT string_agg(p.text, ' ') AS text FROM (
       SELECT pg_get_expr(p.polqual, p.polrelid) AS text FROM pg_policy p WHERE p.polcmd = 'r'
       UNION ALL SELECT p.prosrc FROM pg_proc p WHERE p.oid = 'private.judged'::regproc
       UNION ALL SELECT pg_get_viewdef(c.oid) FROM pg_class c WHERE c.relnamespace = 'shown'::regnamespace) p`,
  );
  const called = new Set([...texts!.text.matchAll(/hub\.(\w+)\(\)/g)].map(([, name]) => name));
  const [view] = await hub.sql<{ settings: object }>('SELECT private.view_settings() AS settings');
  const held = Object.keys(view!.settings);
  expect([...called].map((name) => `hub.${name}`).filter((name) => !held.includes(name))).toEqual([]);
  expect(called.size).toBeGreaterThan(5);
});
