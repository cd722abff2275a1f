import { GraphQLError, Kind, parse, specifiedRules, validate, type DocumentNode, type GraphQLSchema } from 'graphql';
import type { Judge } from '../feeds/webhooks/content/content';
import { HubError, isErrorCode, type ErrorCode } from '../kernel/errors';
import { requestedCost } from './cost';
import { limitsRule, parseLimits } from './document-limits';

/** Judges a query that is kept to be asked later, by the limits and the cost of requests; refuses it in the words that a request would hear. */
export function judgeQuery(schema: GraphQLSchema, capacity: number): Judge {
  return (query, variableSets) => {
    const document = parsed(query);
    const [fault] = validate(schema, document, [...specifiedRules, limitsRule], { maxErrors: 1 });
    if (fault) throw new HubError(codeOf(fault), fault.message.slice(0, 500));
    const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION)!;
    for (const variables of variableSets) requestedCost({ schema, document, operation, variables }, capacity);
  };
}

const codeOf = ({ originalError }: GraphQLError): ErrorCode =>
  originalError instanceof HubError && isErrorCode(originalError.code)
    ? originalError.code
    : 'GRAPHQL_VALIDATION_FAILED';

function parsed(query: string): DocumentNode {
  try {
    return parse(query, { maxTokens: parseLimits.maxLexicalTokens });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw new HubError('GRAPHQL_PARSE_FAILED', error.message.slice(0, 500));
  }
}
