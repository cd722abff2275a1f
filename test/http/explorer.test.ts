import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { explorerPage } from '../../src/http/explorer-page';
import { firstQuery } from '../../src/http/explorer-first-query';
import { findProgram, isExecutable } from '../support/find-program';
import { startHub, type Hub } from '../support/hub';

const deviceName = 'Bộ định tuyến Nguyễn Huệ';
const siteName = 'Trạm Đà Nẵng – Hải Châu';
let hub: Hub;

beforeAll(async () => {
  hub = await startHub({ listen: true });
  const site = await hub.site({ name: siteName });
  await hub.device({ name: deviceName, site });
}, 120_000);
afterAll(() => hub.stop());

describe('the files of the explorer', () => {
  const get = (url: string, headers: Record<string, string> = {}) => hub.app.inject({ url, headers });
  const files = [...explorerPage.matchAll(/(?:src|href)="(\/explorer\/[^"]+)"/g)].map(([, url]) => url!);

  test('come from the hub, and say so to the browser', async () => {
    expect(files).toHaveLength(4);
    for (const url of ['/explorer', ...files]) {
      const { statusCode, headers } = await get(url);
      expect([url, statusCode]).toEqual([url, 200]);
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain(`default-src 'none'; script-src 'self';`);
      expect(policy).toContain(`frame-ancestors 'none'`);
      expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
    }
  });

  test('go out packed as the client can take them', async () => {
    const plain = await get('/explorer/graphiql.js');
    const br = await get('/explorer/graphiql.js', { 'accept-encoding': 'gzip, deflate, br' });
    const gzip = await get('/explorer/graphiql.js', { 'accept-encoding': 'gzip, br;q=0' });
    expect([plain, br, gzip].map(({ headers }) => headers['content-encoding'])).toEqual([undefined, 'br', 'gzip']);
    expect(brotliDecompressSync(br.rawPayload).equals(plain.rawPayload)).toBe(true);
    expect(gunzipSync(gzip.rawPayload).equals(plain.rawPayload)).toBe(true);
  });

  test('are not sent again to a browser that has them', async () => {
    const etag = String((await get('/explorer')).headers.etag);
    const again = await get('/explorer', { 'if-none-match': etag });
    expect([again.statusCode, again.payload]).toEqual([304, '']);
    expect((await get('/explorer', { 'if-none-match': 'W/"older"' })).statusCode).toBe(200);
  });
});

test('the first query fits the schema', async () => {
  const { devices } = await hub.as(hub.keys.national).data<{ devices: { totalCount: number } }>(firstQuery);
  expect(devices.totalCount).toBe(1);
});

test('a browser that asks for /graphql gets Sandbox', async () => {
  const { headers, payload } = await hub.app.inject({ url: '/graphql', headers: { accept: 'text/html' } });
  expect(headers['content-type']).toContain('text/html');
  expect(payload).toContain('apollo-server-landing-page');
});

const executable =
  findProgram('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable') ??
  [process.env['CHROMIUM_PATH'] ?? ''].find(isExecutable);
const inBrowser = executable ? describe : describe.skip;

inBrowser(executable ? 'in a browser without internet' : 'no Chromium on PATH, nor at CHROMIUM_PATH', () => {
  let browser: Browser;
  let tab: BrowserContext;
  let page: Page;
  /** Every address asked for; what went elsewhere; and what the browser complained of, refused keys aside. */
  const asked: string[] = [];
  const elsewhere: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    const quiet = ['--disable-quic', '--no-first-run', '--disable-background-networking'];
    const still = ['--disable-component-update', '--disable-sync'];
    const args = ['--headless', '--no-sandbox', '--disable-gpu', ...quiet, ...still];
    browser = await chromium.launch({ executablePath: executable!, args });
    tab = await browser.newContext({ viewport: { width: 1800, height: 1000 } });
    await tab.route(
      ({ origin, protocol }) => protocol !== 'data:' && origin !== hub.url,
      (route, request) => {
        elsewhere.push(request.url());
        return route.abort();
      },
    );
    tab.on('request', (request) => asked.push(request.url()));
    tab.on('weberror', (error) => complaints.push(error.error().message));
    tab.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('401')) complaints.push(message.text());
    });
    page = await tab.newPage();
    await page.goto(`${hub.url}/explorer`);
    await page.locator('.graphiql-query-editor .view-line').first().waitFor();
  }, 120_000);
  afterAll(() => browser.close());

  const offer = async (key: string) => {
    await page.getByLabel('API key').fill(key);
    await page.getByRole('button', { name: 'Use key' }).click();
  };
  const told = (text: string) => page.getByRole('status').filter({ hasText: text }).waitFor();
  const run = () => page.locator('.graphiql-execute-button').click();
  // The editor writes its spaces as no-break spaces.
  const shown = (text: string) =>
    page
      .locator('.graphiql-response .view-line')
      .filter({ hasText: new RegExp(text.replaceAll(' ', '\\s')) })
      .first()
      .waitFor();

  test('a query without a key asks for one', async () => {
    await run();
    await told('A key is needed first');
    await shown('A key is needed first');
  }, 60_000);

  test('a wrong key is told from a right one, in plain words', async () => {
    await offer(hub.keys.national.slice(0, -1));
    await told('This key was refused (401): check that it is whole, not expired and not revoked.');
    await offer('cwk_không phải khóa');
    await told('This is not a key');
  }, 60_000);

  test('a right key opens the docs, and the query that stands there answers', async () => {
    await offer(hub.keys.national);
    await told('National Monitoring Center, national desk (STEWARD)');
    await page.locator('.graphiql-doc-explorer').getByText('Query', { exact: true }).waitFor();
    await run();
    await shown(deviceName);
    await shown(siteName);
  }, 60_000);

  test('the keyboard alone gets to the query, runs it, and gets out again', async () => {
    await page.getByRole('link', { name: 'Skip to the query' }).focus();
    for (const key of ['Enter', 'Enter', 'Control+Enter', 'Escape', 'Tab']) await page.keyboard.press(key);
    await page.locator('.graphiql-execute-button:focus').waitFor();
    await shown(siteName);
  }, 60_000);

  test('Vietnamese letters are drawn in the font that came along', async () => {
    const loaded = `[...document.fonts].some(({ family, unicodeRange, status }) =>
      family.includes('Fira Code') && unicodeRange.includes('U+1EA0-1EF9') && status === 'loaded')`;
    await page.waitForFunction(loaded);
  }, 60_000);

  test('the key stays in its tab: over a reload, not in another tab, not in an address, not on the disk', async () => {
    await page.reload();
    await told('national desk');
    expect(await page.getByRole('tab').allTextContents()).toEqual(['Devices']);
    const other = await tab.newPage();
    await other.goto(`${hub.url}/explorer`);
    await other.getByRole('status').filter({ hasText: 'Paste a key' }).waitFor();
    await other.close();
    expect(await page.evaluate<string>('JSON.stringify(localStorage)')).not.toContain(hub.keys.national);
    expect([...asked, page.url()].filter((url) => url.includes('cwk_'))).toEqual([]);
  }, 60_000);

  test('a key that ends while it is used is told, and a forgotten one is gone', async () => {
    await hub.sql('UPDATE hub.api_key k SET revoked_at = now() WHERE k.id = $1', [idOf(hub.keys.national)]);
    await run();
    await told('This key was refused (401)');
    await offer(hub.keys.partner);
    await told('Bộ Y tế, health desk');
    await page.getByRole('button', { name: 'Forget key' }).click();
    await told('Paste a key to begin');
    expect(await page.evaluate<number>('sessionStorage.length')).toBe(0);
  }, 60_000);

  test('nothing was asked of any other host, and the browser complained of nothing', () => {
    expect(asked).toContain(`${hub.url}/explorer/graphql.worker.js`);
    expect({ elsewhere, complaints }).toEqual({ elsewhere: [], complaints: [] });
  });
});

/** The id within a key, as the database has it. */
const idOf = (key: string): string => key.slice(4, 36).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
