import { unwrapResolverError } from '@apollo/server/errors';
import type { GraphQLFormattedError } from 'graphql';
import { newId } from '../kernel/ids';
import { isErrorCode } from '../kernel/errors';

export type LogFault = (fault: { id: string; error: unknown }) => void;

/** Errors of the one family go out as they are; anything else is masked, logged, and named by an id. */
export function createErrorFormat(
  log: LogFault,
): (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError {
  return (formatted, error) => {
    const code = formatted.extensions?.['code'];
    if (isErrorCode(code) && code !== 'INTERNAL') return formatted;
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
