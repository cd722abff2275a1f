import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { post, type PostOptions, type Resolve } from '../../../src/feeds/webhooks/sending/post';
import { ReachableNetworks } from '../../../src/feeds/webhooks/sending/reachable-networks';
import { startReceiver, status, type Receiver } from '../../support/receiver';

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.stop());

const here = new ReachableNetworks(['127.0.0.1']);
const body = Buffer.from('{"tên":"Đà Nẵng"}');
const send = (url: string, more: Partial<PostOptions> = {}) =>
  post(new URL(url), { 'webhook-id': 'msg_1' }, body, { networks: here, timeoutMs: 5000, ...more });
const named = (name = 'partner.example') => `http://${name}:${receiver.port}/changes`;
const leadingTo = (...answers: string[][]) => {
  const asked: string[] = [];
  const resolve: Resolve = async (name) => {
    asked.push(name);
    const answer = answers[asked.length - 1] ?? answers.at(-1)!;
    return answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  };
  return { asked, resolve };
};

test('What is sent arrives as it is, for the host that was named', async () => {
  const { resolve, asked } = leadingTo(['127.0.0.1']);
  expect(await send(named(), { resolve })).toEqual({ status: 204, fault: null, retryAfter: undefined });
  const [{ headers, body: arrived, path }] = receiver.received as [(typeof receiver.received)[0]];
  expect({ arrived, path, host: headers.host, type: headers['content-type'], id: headers['webhook-id'] }).toEqual({
    arrived: body.toString(),
    path: '/changes',
    host: `partner.example:${receiver.port}`,
    type: 'application/json',
    id: 'msg_1',
  });
  expect(asked).toEqual(['partner.example']);
});

describe('A name that leads where nothing is sent to', () => {
  test('is refused before anything is connected, and the answer tells no address', async () => {
    const networks = new ReachableNetworks();
    for (const address of ['127.0.0.1', '::ffff:127.0.0.1', '169.254.169.254']) {
      const { fault, status: answered } = await send(named().replace('http:', 'https:'), {
        networks,
        ...leadingTo([address]),
      });
      expect(answered).toBeNull();
      expect(fault).toContain('a private network');
      expect(fault).not.toContain('127');
    }
    expect(receiver.received).toEqual([]);
  });

  test('is refused also where it led elsewhere a moment ago: it is asked once, for the connection itself', async () => {
    const networks = new ReachableNetworks(['127.0.0.2']);
    const { resolve, asked } = leadingTo(['127.0.0.2'], ['127.0.0.1']);
    // Nobody listens there: what counts is that the second answer of the name, which is open to nobody, was never asked for.
    expect((await send(named(), { networks, resolve })).fault).toContain('the connection was refused');
    expect(asked).toEqual(['partner.example']);
    expect((await send(named(), { networks, resolve })).fault).toContain('a private network');
    expect(receiver.received).toEqual([]);
  });

  test('is connected to by those of its addresses that are open, where there are any', async () => {
    const networks = new ReachableNetworks(['127.0.0.1']);
    expect((await send(named(), { networks, ...leadingTo(['::1', '169.254.169.254', '127.0.0.1']) })).status).toBe(204);
  });

  test('is told as one that leads nowhere where it does', async () => {
    expect((await send(named(), leadingTo([]))).fault).toContain('leads to no address');
    const resolve: Resolve = () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' }));
    expect((await send(named(), { resolve })).fault).toContain('leads to no address');
  });

  test('is not needed by an address: that is judged at each delivery too', async () => {
    expect((await send(receiver.url, { networks: new ReachableNetworks() })).fault).toContain('a private network');
    expect((await send(receiver.url)).status).toBe(204);
  });
});

test('A redirect is an answer like others, and nothing is sent to where it leads', async () => {
  const other = await startReceiver();
  receiver.answer(status(307, { location: other.url }));
  expect((await send(receiver.url)).status).toBe(307);
  expect(other.received).toEqual([]);
  await other.stop();
});

test('A receiver that does not answer is left in time, and one that answers without end is not read', async () => {
  receiver.answer(() => undefined);
  expect((await send(receiver.url, { timeoutMs: 200 })).fault).toContain('no answer within 0.2 s');
  let written = 0;
  const closed = new Promise<void>((settle) => {
    receiver.answer((response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write(Buffer.alloc(65_536), () => (written += 65_536)), 1);
      response.on('close', () => (clearInterval(timer), settle()));
    });
  });
  expect((await send(receiver.url)).status).toBe(200);
  await closed;
  expect(written).toBeLessThan(50_000_000);
});

test('What is no HTTP, and a connection that breaks, are told in our words', async () => {
  receiver.answer((response) => void response.socket!.destroy());
  expect((await send(receiver.url)).fault).toBe('Not delivered: the connection was closed before an answer came.');
  receiver.answer((response) => void response.socket!.end('HELO mail.internal\r\n\r\n'));
  const { fault } = await send(receiver.url);
  expect(fault).toBe('Not delivered: no answer that is HTTP came.');
});

describe('By TLS', () => {
  let folder: string;
  let tls: { key: string; cert: string };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'receiver-'));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
        ...[
          '-keyout',
          key,
          '-out',
          cert,
          '-subj',
          '/CN=partner.example',
          '-addext',
          'subjectAltName=DNS:partner.example',
        ],
      ],
      { stdio: 'ignore' },
    );
    tls = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('a receiver is known by its certificate, of a known authority and for its name', async () => {
    const secure = await startReceiver(tls);
    const url = `https://partner.example:${secure.port}/changes`;
    const { resolve } = leadingTo(['127.0.0.1']);
    expect((await send(url, { resolve })).fault).toContain('the certificate is signed by itself');
    expect((await send(url, { resolve, ca: tls.cert })).status).toBe(204);
    const otherName = url.replace('partner.', 'other.');
    expect((await send(otherName, { resolve, ca: tls.cert })).fault).toContain('the certificate is for another name');
    expect(secure.received.length).toBe(1);
    await secure.stop();
  });
});
