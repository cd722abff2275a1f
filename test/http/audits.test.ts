import { auditServer, type AuditResult } from 'graphql-http';
import { startHub, type Hub } from '../support/hub';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub({ listen: true });
});
afterAll(() => hub.stop());

/**
 * What the specification only recommends and the hub leaves: with `Accept: application/json` a request that fails as a whole
 * would be answered 200. The hub answers 4xx for every media type, so that a proxy, a log and curl -f see the failure.
 */
const declined = new Set([
  'SHOULD use 200 status code on document parsing failure when accepting application/json',
  'SHOULD use 200 status code on document validation failure when accepting application/json',
  'SHOULD use a status code of 200 on variable coercion failure when accepting application/json',
]);

const withKey = (url: string, { headers, ...rest }: RequestInit = {}): Promise<Response> =>
  fetch(url, {
    ...rest,
    headers: { ...(headers as Record<string, string>), authorization: `Bearer ${hub.keys.national}` },
  });

const line = (result: AuditResult): string =>
  `${result.status}: ${result.name}${result.status === 'ok' ? '' : ` (${result.reason})`}`;

test('The endpoint keeps to GraphQL over HTTP: nothing demanded is missing, and what is declined is declined on purpose', async () => {
  const results = await auditServer({ url: `${hub.url}/graphql`, fetchFn: withKey });
  const others = results.filter(({ status }) => status !== 'ok');
  expect(others.filter(({ status }) => status === 'error').map(line)).toEqual([]);
  expect(others.filter(({ name }) => !declined.has(name)).map(line)).toEqual([]);
  expect(results.length - others.length).toBeGreaterThanOrEqual(58);
});
