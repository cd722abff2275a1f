import { Kind, parse, visit, type DocumentNode, type FragmentDefinitionNode } from 'graphql';
import { HubError } from '../../../kernel/errors';
import { remembered } from '../../../kernel/remembered';
import { longestContent, mostChangesSent } from '../webhook.values';
import { defaultContent } from './default-content';

/** A query for records of several types at once: each type has a root field and a variable of its name. */
export interface Content {
  query: string;
  types: readonly string[];
}

/** What of records is sent, as a query for them: by the partner's own fragments, and by the default of types that have none. */
export const contentOf = remembered((own: string): Content => {
  const mine = own === '' ? new Map<string, FragmentDefinitionNode>() : mainFragments(parse(own));
  const others = [...mainFragments(parse(defaultContent))].filter(([type]) => !mine.has(type));
  const main = [...mine, ...others];
  const variables = main.map(([type]) => `$${type}: [ID!]!`).join(', ');
  const roots = main.map(([type, { name }]) => `${type}: nodes(ids: $${type}) { id ...${name.value} }`).join(' ');
  const texts = [own, ...others.map(([, { loc }]) => loc!.source.body.slice(loc!.start, loc!.end))];
  return { query: `query Content(${variables}) { ${roots} }\n${texts.join('\n')}`, types: main.map(([type]) => type) };
});

/** Ids by the variables of a content; of a type without one nothing can be asked. */
export const variablesOf = ({ types }: Content, idsOf: ReadonlyMap<string, readonly string[]>) =>
  Object.fromEntries(types.map((type) => [type, idsOf.get(type) ?? []]));

/** Judges a query as requests would be that ask it with these variables: refuses what is no document of this schema, or asks for too much. */
export type Judge = (query: string, variables: readonly Record<string, unknown>[]) => void;

/** Refuses content that could not be asked for of as many records as one message holds, of whichever type. */
export function refuseBadContent(own: string, judge: Judge): void {
  if (own.length > longestContent)
    throw new HubError('BAD_USER_INPUT', `content: ${longestContent} characters at most, ${own.length} are given.`);
  const fault = faultOfFragments(own);
  if (fault !== null) throw new HubError('BAD_USER_INPUT', `content: ${fault}`);
  const content = contentOf(own);
  const ids = Array.from({ length: mostChangesSent }, () => 'x');
  const asked = content.types.map((type) => variablesOf(content, new Map([[type, ids]])));
  told(() => judge(content.query, asked));
}

function told(judge: () => void): void {
  try {
    judge();
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    throw new HubError(error.code, `content: ${error.message}`);
  }
}

const form = 'give fragments alone, as "fragment D on Device { name site { name } }"';

/** What is wrong with the form of a document that is to hold content, before it is compared with the schema. */
function faultOfFragments(own: string): string | null {
  const document = parsedOrNull(own);
  if (!document || document.definitions.some(({ kind }) => kind !== Kind.FRAGMENT_DEFINITION)) return `${form}.`;
  const mains = spreadByNone(document).map(({ typeCondition }) => typeCondition.name.value);
  if (mains.length === 0) return `${form}: each of these is a part of another.`;
  const twice = mains.find((type, i) => mains.indexOf(type) < i);
  return twice === undefined ? null : `there are two fragments on ${twice}: let one be a part of the other.`;
}

function parsedOrNull(text: string): DocumentNode | null {
  try {
    return parse(text, { maxTokens: 5000 });
  } catch {
    return null;
  }
}

const mainFragments = (document: DocumentNode): Map<string, FragmentDefinitionNode> =>
  new Map(spreadByNone(document).map((fragment) => [fragment.typeCondition.name.value, fragment]));

/** Fragments that are no part of others. */
function spreadByNone(document: DocumentNode): FragmentDefinitionNode[] {
  const parts = new Set<string>();
  visit(document, { FragmentSpread: ({ name }) => void parts.add(name.value) });
  return document.definitions
    .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
    .filter(({ name }) => !parts.has(name.value));
}
