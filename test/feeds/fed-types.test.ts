import { getNamedType, isObjectType, isAbstractType, type GraphQLObjectType } from 'graphql';
import { fedTypes, sampleRange, unfed, wholeOfParts } from '../../src/feeds/fed-types';
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
  const fed = fedTypes(registry).names;
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
       SELECT pg_get_expr(p.polqual, p.polrelid) AS text FROM pg_policy p
        -- No feed tells of webhooks, which are their client's own.
        WHERE p.polcmd = 'r' AND p.polrelid::regclass::text !~ '^webhook'
       UNION ALL SELECT p.prosrc FROM pg_proc p WHERE p.oid = 'private.judged'::regproc
       UNION ALL SELECT pg_get_viewdef(c.oid) FROM pg_class c WHERE c.relnamespace = 'shown'::regnamespace) p`,
  );
  const called = new Set([...texts!.text.matchAll(/hub\.(\w+)\(\)/g)].map(([, name]) => name));
  const [view] = await hub.sql<{ settings: object }>('SELECT private.view_settings() AS settings');
  const held = Object.keys(view!.settings);
  expect([...called].map((name) => `hub.${name}`).filter((name) => !held.includes(name))).toEqual([]);
  expect(called.size).toBeGreaterThan(5);
});

test('No record that is fed leads to one that is not: it would change without being told', () => {
  const { schema } = hub;
  const met = new Set<GraphQLObjectType>();
  const meet = (type: GraphQLObjectType): void => {
    if (met.has(type)) return;
    met.add(type);
    for (const field of Object.values(type.getFields())) {
      const below = getNamedType(field.type);
      if (isObjectType(below)) meet(below);
      else if (isAbstractType(below) && below.name !== 'Node') schema.getPossibleTypes(below).forEach(meet);
    }
  };
  fedTypes(registry).names.forEach((name) => meet(schema.getType(name) as GraphQLObjectType));
  const names = [...met].map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['Device', 'LatestSample', 'ApiKey']));
  expect(names.filter((name) => name.replace(/(Connection|Edge)$/, '') in unfed)).toEqual([]);
});

test('Whatever a scope is made of wakes all who follow, and nothing else does', async () => {
  const [{ scoping }] = (await hub.sql<{ scoping: string }>(
    `SELECT substring(p.prosrc FROM 'scoping CONSTANT text\\[\\] := ''\\{([^}]*)\\}') AS scoping FROM pg_proc p WHERE p.oid = 'hub.feed_look(xid8)'::regprocedure`,
  )) as [{ scoping: string }];
  // The functions that hub.enter calls, and what tables they read.
  const read = await hub.sql<{ type: string | null; name: string }>(
    `WITH RECURSIVE called AS (
       SELECT p.oid, p.prosrc FROM pg_proc p WHERE p.oid = 'hub.enter(uuid, bytea, inet)'::regprocedure
       UNION SELECT p.oid, p.prosrc FROM called c JOIN pg_proc p ON p.pronamespace IN ('hub'::regnamespace, 'private'::regnamespace) AND c.prosrc ~ ('\\m' || p.proname || '\\(')
     )
     SELECT DISTINCT k.relname AS name, split_part(encode(t.tgargs, 'escape'), '\\000', 1) AS type
       FROM called c JOIN pg_class k ON k.relkind = 'r' AND k.relnamespace IN ('hub'::regnamespace, 'private'::regnamespace) AND c.prosrc ~ ('(FROM|JOIN) (hub\\.|private\\.)?' || k.relname || '\\M')
       LEFT JOIN pg_trigger t ON t.tgrelid = k.oid AND t.tgfoid = 'private.record_change()'::regprocedure`,
  );
  const types = read.flatMap(({ type }) => type ?? []);
  expect(types).toEqual(expect.arrayContaining(['Organization', 'Agreement', 'ApiKey', 'SharingGroupMember']));
  expect(types.filter((type) => !scoping.split(',').includes(type))).toEqual([]);
  // What has no log of its own is made from what has: the tree of organizations, and secrets with their keys.
  expect(read.filter(({ type }) => type === null).map(({ name }) => name)).toEqual(
    expect.arrayContaining(['organization_tree']),
  );
  expect(scoping.split(',').filter((type) => !types.includes(type))).toEqual(['SharingGroup']);
});
