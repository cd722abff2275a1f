import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HubError } from '../kernel/errors';

const aMinute = 60_000;
const refusedKeysAMinute = 120;

const tooMany = () => new HubError('RATE_LIMITED', 'Too many requests from this address: wait a minute.');

/** Counts what is asked over a connection that stands as a request from its address; why it is refused once there were too many, else null. */
export type CountAsked = (request: FastifyRequest) => Promise<HubError | null>;

/** Requests a minute from one address, counted before anything else of them is looked at. */
export async function limitRequests(app: FastifyInstance, max: number): Promise<CountAsked> {
  await app.register(rateLimit, { max, timeWindow: aMinute, errorResponseBuilder: tooMany });
  // Without options it counts where requests are counted.
  const count = app.createRateLimit();
  return async (request) => {
    const limit = await count(request);
    return !limit.isAllowed && limit.isExceeded ? tooMany() : null;
  };
}

/** Counts a refused key against its address; seconds to wait once there were too many, else 0. */
export type CountRefusedKey = (request: FastifyRequest) => Promise<number>;

export function refusedKeys(app: FastifyInstance): CountRefusedKey {
  const count = app.createRateLimit({
    max: refusedKeysAMinute,
    timeWindow: aMinute,
    keyGenerator: (request: FastifyRequest) => `refused ${request.ip}`,
  });
  return async (request) => {
    const limit = await count(request);
    return !limit.isAllowed && limit.isExceeded ? limit.ttlInSeconds : 0;
  };
}
