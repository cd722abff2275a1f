import { lookup } from 'node:dns/promises';
import { Agent as PlainAgent, request as plainRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { ReachableNetworks } from './reachable-networks';
import { addressIn, faultOfAddress } from './target.rules';

export interface Resolved {
  address: string;
  family: number;
}
export type Resolve = (name: string) => Promise<Resolved[]>;

export interface PostOptions {
  networks: ReachableNetworks;
  timeoutMs: number;
  resolve?: Resolve;
  /** Certificates of authorities that are trusted, in place of the usual ones. */
  ca?: string;
  signal?: AbortSignal;
}

export interface Posted {
  /** null where no answer came */
  status: number | null;
  /** Why there was none, for the partner. */
  fault: string | null;
  retryAfter: string | undefined;
}

/** What of an answer is read, so that the receiver can end it in order; nothing of it is kept. */
const mostRead = 4096;
const longestReadMs = 1000;

const usualResolve: Resolve = (name) => lookup(name, { all: true, verbatim: true });

/** A refusal of ours, before anything is sent. */
class Refused extends Error {}

/**
 * Sends a body to a receiver. The address that is connected to is the very one that was checked: a name is resolved once, by this, and
 * no connection is used again. No redirect is followed.
 */
export function post(
  url: URL,
  headers: Record<string, string>,
  body: Buffer,
  { networks, timeoutMs, resolve = usualResolve, ca, signal }: PostOptions,
): Promise<Posted> {
  const literal = addressIn(url);
  const fault = literal === null ? null : faultOfAddress(literal, url, networks);
  if (fault !== null) return Promise.resolve(unanswered(new Refused(fault)));
  const isTls = url.protocol === 'https:';
  const timeout = AbortSignal.timeout(timeoutMs);
  const options: RequestOptions = {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', 'content-length': body.length },
    agent: isTls ? new TlsAgent({ keepAlive: false, ...(ca !== undefined && { ca }) }) : new PlainAgent(),
    lookup: checkedLookup(url, networks, resolve),
    signal: signal ? AbortSignal.any([timeout, signal]) : timeout,
    maxHeaderSize: 16_384,
  };
  return new Promise((settle) => {
    const sent = isTls ? tlsRequest(url, options) : plainRequest(url, options);
    sent.on('response', (response) => settle(answered(response)));
    sent.on('upgrade', (response, socket) => {
      socket.destroy();
      settle(answered(response));
    });
    sent.on('error', (error) => settle(unanswered(timeout.aborted ? new Refused(tooLate(timeoutMs)) : error)));
    sent.end(body);
  });
}

function answered(response: IncomingMessage): Posted {
  let read = 0;
  const timer = setTimeout(() => response.destroy(), longestReadMs).unref();
  response.on('data', (part: Buffer) => (read += part.length) > mostRead && response.destroy());
  response.on('error', () => undefined);
  response.on('close', () => clearTimeout(timer));
  return { status: response.statusCode!, fault: null, retryAfter: response.headers['retry-after'] };
}

/** Gives node:net addresses that may be connected to alone, and an error where a name leads to none. */
function checkedLookup(url: URL, networks: ReachableNetworks, resolve: Resolve): LookupFunction {
  return (name, options, done) => {
    resolve(name).then(
      (found) => {
        const faults = found.map(({ address }) => faultOfAddress(address, url, networks));
        const open = found.filter((_, i) => faults[i] === null);
        const [first] = open;
        if (!first) return done(new Refused(faults[0] ?? noAddress), '', 0);
        if (options.all) return done(null, open);
        return done(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => done(error, '', 0),
    );
  };
}

const noAddress = 'the name of the host leads to no address.';
const tooLate = (ms: number): string => `there was no answer within ${ms / 1000} s.`;

/** In words of ours: what the system says of an error can hold addresses of a network that the partner does not see. */
const faults: Record<string, string> = {
  ENOTFOUND: noAddress,
  EAI_AGAIN: 'the name of the host could not be resolved now.',
  ECONNREFUSED: 'the connection was refused.',
  ECONNRESET: 'the connection was closed before an answer came.',
  EPIPE: 'the connection was closed before all was sent.',
  EHOSTUNREACH: 'the host can not be reached.',
  ENETUNREACH: 'the network can not be reached.',
  ETIMEDOUT: 'the connection could not be made in time.',
  CERT_HAS_EXPIRED: 'the certificate has run out.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another name.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is signed by itself.',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate is signed by an authority that is not known here.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate is signed by an authority that is not known here.',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the certificate is signed by an authority that is not known here.',
};

function unanswered(error: Error & { code?: string }): Posted {
  const said = error instanceof Refused ? error.message : (faults[error.code ?? ''] ?? 'no answer that is HTTP came.');
  return { status: null, fault: `Not delivered: ${said}`, retryAfter: undefined };
}
