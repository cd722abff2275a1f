import { getIntrospectionQuery } from 'graphql';
import { startHub, type Hub } from '../support/hub';
import { expectRefusal } from '../support/refusals';
import { ask, sendTo, type Reply } from '../support/wire';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub({ listen: true });
});
afterAll(() => hub.stop());

const get = (path: string, headers: Record<string, string | null> = {}): Promise<Reply> =>
  sendTo(hub, { method: 'GET', path, headers: { authorization: null, 'content-type': null, ...headers } });
const key = () => ({ authorization: `Bearer ${hub.keys.partner}` });

test('/healthz and /readyz answer without a key', async () => {
  expect(await get('/healthz')).toMatchObject({ status: 200, text: 'ok\n' });
  expect(await get('/readyz')).toMatchObject({ status: 200, text: 'ready\n' });
});

describe('/metrics', () => {
  test('is for this machine, and for any key', async () => {
    await ask(hub, '{ __typename }');
    const { status, text } = await get('/metrics');
    expect(status).toBe(200);
    expect(text).toMatch(/^hub_http_request_duration_seconds_count\{route="\/graphql",status="200"\} [1-9]/m);
    expect(text).toMatch(/^hub_database_connections\{state="idle"\} \d/m);
    expect((await get('/metrics', key())).status).toBe(200);
  });

  test.each(['x-forwarded-for', 'forwarded', 'x-forwarded-host', 'x-real-ip', 'via'])(
    'is closed to a request that came by a proxy, as %s tells, unless it has a key',
    async (header) => {
      expect((await get('/metrics', { [header]: '192.0.2.1' })).status).toBe(401);
      expect((await get('/metrics', { [header]: '192.0.2.1', authorization: 'Bearer x' })).status).toBe(401);
      expect((await get('/metrics', { [header]: '192.0.2.1', ...key() })).status).toBe(200);
    },
  );
});

describe('/graphql', () => {
  test('shows a browser a page without a key, which holds nothing of the hub', async () => {
    await hub.site({ name: 'Trạm bí mật' });
    const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
    const { status, headers, text } = await get('/graphql', { accept });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^text\/html/);
    expect(text).toMatch(/<html/);
    expect(text).not.toMatch(/cwk_|Trạm|NMC|postgres/);
  });

  test('answers GET with a key as it answers POST', async () => {
    const reply = await get(`/graphql?query=${encodeURIComponent('{ viewer { label } }')}`, key());
    expect(reply).toMatchObject({ status: 200, data: { viewer: { label: 'health desk' } } });
    expect(reply.headers.get('cache-control')).toBe('no-store');
  });

  test('answers HEAD as GET without the body, OPTIONS with its methods, and no other', async () => {
    const path = `/graphql?query=${encodeURIComponent('{ __typename }')}`;
    const head = await sendTo(hub, { method: 'HEAD', path, headers: key() });
    expect(head).toMatchObject({ status: 200, text: '' });
    const options = await sendTo(hub, { method: 'OPTIONS', headers: { authorization: null } });
    expect(options).toMatchObject({ status: 204, text: '' });
    expect(options.headers.get('allow')).toBe('GET, HEAD, POST, OPTIONS');
    expect(options.headers.get('access-control-allow-origin')).toBeNull();
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      const reply = await sendTo(hub, { method });
      expectRefusal(reply, 'BAD_REQUEST', 405);
      expect(reply.headers.get('allow')).toBe('GET, HEAD, POST, OPTIONS');
    }
  });

  test('is there with a slash behind it too', async () => {
    expect((await ask(hub, '{ __typename }', {}, { path: '/graphql/' })).status).toBe(200);
  });
});

test('An address that holds nothing says so in the shape of every error', async () => {
  expectRefusal(await get('/admin'), 'NOT_FOUND');
  expectRefusal(await sendTo(hub, { path: '/', body: '{}' }), 'NOT_FOUND');
  expectRefusal(await sendTo(hub, { path: '/healthz', body: '{}' }), 'NOT_FOUND');
});

test('No answer names the program that gave it', async () => {
  for (const path of ['/graphql', '/healthz', '/nothing', '/%zz']) {
    const { headers } = await get(path);
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('server')).toBeNull();
  }
});

describe('Large answers', () => {
  const inEncoding = (encoding: string, query: string) =>
    ask(hub, query, {}, { headers: { 'accept-encoding': encoding } });

  test.each(['br', 'gzip'])('go out in %s, with the same content', async (encoding) => {
    const plain = await inEncoding('identity', getIntrospectionQuery());
    const packed = await inEncoding(encoding, getIntrospectionQuery());
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(packed.headers.get('content-encoding')).toBe(encoding);
    expect(packed.headers.get('vary')).toMatch(/accept-encoding/i);
    expect(packed.text.length).toBeGreaterThan(100_000);
    expect(packed.data).toEqual(plain.data);
  });

  test('only they do', async () => {
    expect((await inEncoding('br', '{ __typename }')).headers.get('content-encoding')).toBeNull();
  });
});

test('A fault of the hub is masked, and found in the log by the id that the caller has', async () => {
  const logged = jest.spyOn(hub.app.log, 'error');
  await hub.sql('ALTER VIEW shown.site RENAME COLUMN name TO name_gone');
  try {
    const reply = await ask(hub, '{ sites { nodes { name } } }');
    expectRefusal(reply, 'INTERNAL');
    const { id } = reply.errors[0]!.extensions as { id: string };
    expect(reply.errors[0]!.message).toContain(id);
    const [entry] = logged.mock.calls.find(([line]) => (line as { id?: string }).id === id)! as unknown as [
      { err: Error },
    ];
    expect(entry.err.message).toContain('name');
    const beside = await ask(hub, '{ sites { nodes { name } } viewer { label } }');
    expect(beside.status).toBe(500);
  } finally {
    await hub.sql('ALTER VIEW shown.site RENAME COLUMN name_gone TO name');
    logged.mockRestore();
  }
  expect((await ask(hub, '{ sites { nodes { name } } }')).status).toBe(200);
});
