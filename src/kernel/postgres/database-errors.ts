import { isNativeError } from 'node:util/types';
import { DatabaseError } from 'pg';
import { HubError } from '../errors';

const unreachable = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT'],
  ...['ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'],
]);
/** What pg says of a connection that is gone, in errors without a code. */
const lost = /^(Connection terminated|Client has encountered a connection error)/;

/** What Postgres said, as an error of the one family; what the caller can not act on stays as it is, to be masked. */
export function fromPostgres(error: unknown): unknown {
  if (error instanceof HubError) return error;
  if (!(error instanceof DatabaseError))
    return isBusy(error) ? busy() : isLostConnection(error) ? unavailable() : error;
  const code = error.code ?? '';
  if (code === '57014' || code === '25P03')
    return new HubError('DEADLINE_EXCEEDED', 'The request took too long and was stopped: ask for less.');
  if (code.startsWith('57P') || code.startsWith('08') || code.startsWith('53')) return unavailable();
  if (code === '40001' || code === '40P01' || code === '55P03') {
    return new HubError('CONFLICT', 'Another change of the same records came first: send it again.');
  }
  // A right that the API's role lacks is a fault of the hub, and masked like any other; a row that a policy refuses is the caller's.
  if (code === '42501' && !error.message.startsWith('permission denied'))
    return new HubError(
      'FORBIDDEN',
      'This key may not write for that organization: ask its steward for a key that names it.',
    );
  if (code === '22021' || code === '22P05')
    return new HubError('BAD_USER_INPUT', 'A text holds a character that can not be kept (NUL): remove it.');
  // A value too long for an index is one of the record's; the rest of the class is the statement's.
  if (code === '54000') return new HubError('BAD_USER_INPUT', 'A text is longer than can be looked up: shorten it.');
  if (code.startsWith('54'))
    return new HubError('TOO_COMPLEX', 'The request is more than the database can plan: ask for less in one.');
  if (code.startsWith('23')) return refusedByConstraint(error);
  if (code.startsWith('22'))
    return new HubError('BAD_USER_INPUT', `A value is outside what can be kept: ${error.message}.`);
  return error;
}

function refusedByConstraint(error: DatabaseError): HubError {
  const constraint = error.constraint ?? error.column ?? error.table ?? '';
  const code = error.code === '23505' ? 'CONFLICT' : 'BAD_USER_INPUT';
  return new HubError(code, `${whatFails(error)}: correct the record and send it again.`, { constraint });
}

/** What a trigger of ours refuses it says in words that anybody may read; Postgres speaks of tables. */
const whatFails = (error: DatabaseError): string =>
  error.table === undefined ? error.message : `The record does not fit the rule "${ruleOf(error)}"`;

/** Constraints are named after their table and columns; callers know records and fields, and no tables. */
const ruleOf = ({ constraint, column, table }: DatabaseError): string =>
  (column ?? constraint ?? 'complete')
    .replace(`${table}_`, '')
    .replace(/_(check|key|fkey|excl)$/, '')
    .replaceAll('_', ' ');

/** No connection of the pool came free in time. */
const isBusy = (error: unknown): boolean =>
  isNativeError(error) && error.message.startsWith('timeout exceeded when trying to connect');

const busy = () =>
  new HubError('UNAVAILABLE', 'The hub is busy: all its connections are in use. Try again in a moment.');

const unavailable = () => new HubError('UNAVAILABLE', 'The hub can not reach its database now: try again in a moment.');

function isLostConnection(error: unknown): boolean {
  if (!isNativeError(error)) return false;
  const { code, message } = error as NodeJS.ErrnoException;
  return (code !== undefined && unreachable.has(code)) || lost.test(message);
}
