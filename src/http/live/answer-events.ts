import { execute, GraphQLError, type ExecutionResult, type GraphQLFormattedError } from 'graphql';
import type { Context } from '../../context';
import type { Answers } from '../../feeds/live/house';
import type { Question } from '../../feeds/live/question';
import { HubError } from '../../kernel/errors';
import { executeEach } from '../../kernel/planned/execute';
import { Unplanned } from '../../kernel/planned/unplanned';
import type { Withheld } from '../../kernel/reading/withheld';

export interface Answering {
  isPlanned: boolean;
  formatError: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
}

type Events = readonly object[];

/** The answers to a subscription for some events: as the API answers a query, by the planned executor or by graphql-js. */
export const answerEvents =
  (options: Answering) =>
  async (question: Question, context: Context, events: Events): Promise<Answers> => {
    const { delivered } = context;
    const planned = options.isPlanned ? await byPlan(question, context, events) : null;
    const payloads = planned ?? (await byGraphqlJs(options, question, context, events));
    return { payloads, cost: 1 + events.length + context.delivered - delivered };
  };

async function byPlan(question: Question, context: Context, events: Events): Promise<Buffer[] | null> {
  const told = context.withheld.length;
  try {
    const written = await executeEach({ ...question, context }, events);
    const withheld = context.withheld.slice(told);
    return written && written.map((data, i) => payloadOf(data, withheldIn(withheld, i)));
  } catch (error) {
    if (isPassing(error) || !(error instanceof GraphQLError || error instanceof Unplanned)) throw error;
    return null;
  }
}

const before = Buffer.from('{"data":');
const end = Buffer.from('}');

function payloadOf(data: Buffer, withheld: readonly Withheld[]): Buffer {
  if (withheld.length === 0) return Buffer.concat([before, data, end]);
  return Buffer.concat([before, data, Buffer.from(`,"extensions":${JSON.stringify({ withheld })}}`)]);
}

/** Places begin with the number of the event. */
const withheldIn = (withheld: readonly Withheld[], event: number): Withheld[] =>
  withheld.filter(({ path }) => path[0] === event).map((one) => ({ ...one, path: one.path.slice(1) }));

async function byGraphqlJs(
  { formatError }: Answering,
  { schema, document, operation, variables }: Question,
  context: Context,
  events: Events,
): Promise<Buffer[]> {
  const payloads: Buffer[] = [];
  for (const rootValue of events) {
    const told = context.withheld.length;
    const asked = { schema, document, rootValue, contextValue: context, variableValues: variables };
    const result = await execute({ ...asked, operationName: operation.name?.value ?? null });
    result.errors?.forEach(rethrowPassing);
    payloads.push(Buffer.from(textOf(result, context.withheld.slice(told), formatError)));
  }
  return payloads;
}

function textOf(
  { data, errors }: ExecutionResult,
  withheld: readonly Withheld[],
  formatError: Answering['formatError'],
): string {
  return JSON.stringify({
    ...(errors && { errors: errors.map((error) => formatError(error.toJSON(), error)) }),
    data: data ?? null,
    ...(data && withheld.length > 0 && { extensions: { withheld } }),
  });
}

/** What may be otherwise a moment later: then it is read again, and nothing is told now. */
const isPassing = (error: unknown): boolean =>
  error instanceof HubError && ['UNAVAILABLE', 'DEADLINE_EXCEEDED', 'CONFLICT'].includes(error.code);

function rethrowPassing(error: GraphQLError): void {
  const cause = error.originalError ?? error;
  if (isPassing(cause)) throw cause;
}
