import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { newId } from '../kernel/ids';
import { HubError, isErrorCode } from '../kernel/errors';

export type LogFault = (fault: { id: string; error: unknown }) => void;

/** Messages of graphql-js quote the values they refuse, however long. */
const maxMessage = 1000;

/** Errors of the one family go out as they are; anything else is masked, logged, and named by an id. */
export function createErrorFormat(
  log: LogFault,
): (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError {
  return (formatted, error) => {
    if (isTooDeep(error)) return { ...formatted, ...tooDeep };
    const code = ownCode(error) ?? formatted.extensions?.['code'];
    if (isErrorCode(code) && code !== 'INTERNAL') {
      const message = formatted.message.slice(0, maxMessage).toWellFormed();
      return { ...formatted, message, extensions: { ...formatted.extensions, code } };
    }
    const id = newId();
    log({ id, error: unwrapResolverError(error) });
    const { locations, path } = formatted;
    return {
      message: `The hub failed to answer this: report the id ${id}.`,
      ...(locations && { locations }),
      ...(path && { path }),
      extensions: { code: 'INTERNAL', id },
    };
  };
}

/** The code of an error of ours that a rule of validation reported: Apollo wraps it under its own. */
const ownCode = (error: unknown): unknown =>
  error instanceof GraphQLError && error.originalError instanceof HubError ? error.originalError.code : undefined;

const tooDeep = {
  message: 'The document nests too deep to be read: ask for less in one.',
  extensions: { code: 'TOO_COMPLEX' },
};

/** What recurses over a document, graphql-js and Apollo, ends like this before any limit of theirs. */
function isTooDeep(error: unknown): boolean {
  if (error instanceof GraphQLError) return isTooDeep(error.originalError);
  return error instanceof RangeError && error.message.startsWith('Maximum call stack');
}
