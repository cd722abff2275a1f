import { isIP } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Context } from '../context';
import type { ContextOptions } from '../context-options';
import { credentialFrom } from '../directory/api-key';
import { HubError, statusOf } from '../kernel/errors';
import { endingOf, type Ending } from './endings';
import type { Credential, Identity } from '../kernel/postgres/identity';
import type { LastViewers } from './last-viewers';
import type { CountRefusedKey } from './request-limits';

/** What it takes to let a request in. */
export interface Entrance {
  deadlineMs: number;
  context: Pick<
    ContextOptions,
    'api' | 'canceller' | 'registry' | 'onStatement' | 'limitsOf' | 'feedHorizonDays' | 'delivery'
  >;
  countRefusedKey: CountRefusedKey;
  lastViewers: LastViewers;
}

export interface Opened {
  context: Context;
  /** Whether the key is who it was assumed to be; remembers who it is. */
  confirm: () => Promise<boolean>;
}

/**
 * The context of a request with a key in force; one without is counted against its address. Where the key was used before it may be assumed to
 * be who it was then, until `confirm` has asked.
 */
export async function openContext(
  request: FastifyRequest,
  { context: common, countRefusedKey, lastViewers }: Entrance,
  { deadline, signal }: Ending,
  mayAssume = false,
  authorization = request.headers.authorization,
): Promise<Opened> {
  try {
    const { credential, peer } = callerOf(request, authorization);
    const last = lastViewers.of(credential, peer);
    const assumed = mayAssume ? last.viewer : null;
    const context = await Context.open({ ...common, credential, peer, deadline, signal, assumed });
    const confirm = async () => {
      const identity = await context.confirmed();
      last.keep(identity);
      return identity !== null;
    };
    return { context, confirm };
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    const waitSeconds = error.code === 'UNAUTHENTICATED' ? await countRefusedKey(request) : 0;
    if (waitSeconds > 0) throw tooManyRefused(waitSeconds);
    throw new HubError(error.code, error.message, { http: { status: statusOf(error.code) } });
  }
}

/** The key of a request, or of what came by its connection, and from where it is used. */
export function callerOf(
  request: FastifyRequest,
  authorization: string | undefined,
): { credential: Credential; peer: string | null } {
  const credential = credentialFrom(authorization);
  if (credential) return { credential, peer: peerOf(request) };
  throw new HubError('UNAUTHENTICATED', 'Send "Authorization: Bearer <key>" with a key of the form cwk_….');
}

/**
 * The address of the socket or, where that is a trusted proxy's, the one that the proxy says. What it says may be anything: null where it
 * is no address.
 */
function peerOf({ ip }: FastifyRequest): string | null {
  // An address of a link names its interface: fe80::1%eth0.
  const [address = ''] = (ip ?? '').split('%');
  return isIP(address) === 0 ? null : address;
}

/** Who asks, for what needs a key and nothing of the database: refuses as the API does. */
export async function requireKey(request: FastifyRequest, reply: FastifyReply, entrance: Entrance): Promise<Identity> {
  const ending = endingOf(reply, entrance.deadlineMs);
  try {
    const { context } = await openContext(request, entrance, ending);
    await context.close();
    return context.viewer;
  } finally {
    ending.done();
  }
}

const tooManyRefused = (waitSeconds: number) =>
  new HubError('RATE_LIMITED', `Too many requests without a valid key from this address: wait ${waitSeconds} s.`, {
    http: { status: 429, headers: new Map([['retry-after', String(waitSeconds)]]) },
  });
