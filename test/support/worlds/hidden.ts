import type { Hub } from '../hub';
import type { Random } from '../random';
import type { Variables } from '../viewer';
import { someId, someToken } from './chance';
import { filterFields } from './filter-fields';
import { roots, rootTypes, sorted } from './lists';
import { type Thing, type TypeName, idOf, prefixes, typeNames } from './model';
import type { Onlooker } from './onlooker';

/** What was answered, and what it took: texts of the statements, in their order. */
export interface Outcome {
  status: number;
  data: unknown;
  errors: unknown;
  cost: unknown;
  statements: string[];
}

export async function outcomeOf(
  hub: Hub,
  { viewer }: Onlooker,
  document: string,
  variables: Variables,
): Promise<Outcome> {
  const { status, data, errors, extensions } = await viewer.query(document, variables);
  const { requested, actual } = (extensions['cost'] ?? {}) as Variables;
  return { status, data, errors, cost: { requested, actual }, statements: [...hub.statements] };
}

/** The outcome with a name taken out, so that two can be compared that differ in nothing else. */
export const nameless = (outcome: Outcome, ...names: string[]): string =>
  names.reduce((text, name) => text.replaceAll(name, 'NAME'), JSON.stringify(outcome));

/** Questions about one id: by itself, and as the far end of every filter that leads to its type. */
function questionsAbout(type: TypeName): string[] {
  const page = '{ nodes { id } totalCount pageInfo { hasNextPage endCursor } }';
  const questions = [
    'node(id: $id) { id __typename }',
    'nodes(ids: [$id, $id]) { id history(first: 1) { nodes { at } } }',
  ];
  if (type === 'Series')
    questions.push('samples(series: [$id], from: "2026-01-01T00:00:00Z", to: "2027-01-01T00:00:00Z") { count }');
  if (roots[type] && type !== 'TimelineEntry') questions.push(`${roots[type]}(filter: { id: { eq: $id } }) ${page}`);
  for (const [near, root] of Object.entries(roots)) {
    for (const [name, field] of Object.entries(filterFields[near as TypeName])) {
      if (field.kind !== 'far' || field.target !== type) continue;
      questions.push(`${root}(filter: { ${name}: { id: { eq: $id } } }) ${page}`);
      questions.push(`${root}(first: 2, filter: { not: { ${name}: { id: { eq: $id } } } }) ${page}`);
    }
  }
  return questions;
}

/** A hidden record and one that never was get one answer, by the same statements, whatever is asked: of some types, by chance. */
export async function hiddenIsMissing(hub: Hub, onlooker: Onlooker, random: Random): Promise<void> {
  for (const type of typeNames.filter(() => random.chance(0.5))) {
    const hidden = onlooker.sight.hidden.filter((thing) => thing.type === type);
    if (hidden.length === 0) continue;
    const questions = questionsAbout(type).map((question, i) => `q${i}: ${question}`);
    const document = `query($id: ID!) { ${questions.join(' ')} }`;
    const [id, missing] = [idOf(random.pick(hidden)), `${prefixes[type]}_${someId(random)}`];
    const [far, never] = [
      await outcomeOf(hub, onlooker, document, { id }),
      await outcomeOf(hub, onlooker, document, { id: missing }),
    ];
    onlooker.agree(`all about hidden ${id}`, nameless(far, id), nameless(never, missing));
    onlooker.agree(`all about hidden ${id}: errors`, far.errors, []);
  }
}

/** Ways to name a hidden record, and the same ways to name one that never was. */
export function namesOf(thing: Thing, random: Random): { hidden: Variables; missing: Variables; words: string[] }[] {
  const [id, missing] = [idOf(thing), `${prefixes[thing.type]}_${someId(random)}`];
  const names = [{ hidden: { id }, missing: { id: missing }, words: [id, missing] }];
  if (!('externalId' in thing) || !('owner' in thing)) return names;
  const far = { owner: thing.owner.code, source: thing.source };
  const token = someToken(random);
  const byKey = {
    hidden: { ...far, externalId: thing.externalId },
    missing: { ...far, externalId: token },
    words: [thing.externalId, token],
  };
  return [...names, byKey];
}

/** Cursors made up from ids of hidden records are places like any other: what comes after them is what the viewer sees there. */
export async function forgeCursors(onlooker: Onlooker, random: Random): Promise<void> {
  const { sight } = onlooker;
  const types = rootTypes.filter(
    (type) => sight.all(type).length > 0 && sight.hidden.some((thing) => thing.type === type),
  );
  if (types.length === 0) return;
  const first = types.map((type) => `${type}: ${roots[type]!}(first: 1) { pageInfo { endCursor } }`);
  const cursors = await onlooker.ask<Record<string, { pageInfo: { endCursor: string } }>>(
    'cursors',
    `{ ${first.join(' ')} }`,
  );
  const aims = types.map((type) => ({ type, id: random.pick(sight.hidden.filter((thing) => thing.type === type)).id }));
  const pages = aims.map(({ type, id }) => {
    const [mark] = JSON.parse(Buffer.from(cursors[type]!.pageInfo.endCursor, 'base64url').toString('utf8')) as string[];
    const forged = Buffer.from(JSON.stringify([mark, id])).toString('base64url');
    return `${type}: ${roots[type]!}(first: 5, after: "${forged}") { nodes { id } }`;
  });
  const found = await onlooker.ask<Record<string, { nodes: { id: string }[] }>>(
    'forged cursors',
    `{ ${pages.join(' ')} }`,
  );
  for (const { type, id } of aims) {
    const after = sorted(sight.all(type) as Thing[], []).filter((thing) => thing.id > id);
    onlooker.agree(
      `${roots[type]!} after the hidden ${id}`,
      found[type]!.nodes.map((node) => node.id),
      after.slice(0, 5).map(idOf),
    );
  }
}
