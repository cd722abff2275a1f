import type { ServerResponse } from 'node:http';

/** Responses that go on for as long as somebody listens: their duration says nothing of how fast the hub answers. */
export const lasting = new WeakSet<ServerResponse>();
