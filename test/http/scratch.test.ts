import { auditServer } from 'graphql-http';
import { request } from 'node:http';
import { startHub, type Hub } from '../support/hub';

let hub: Hub;
beforeAll(async () => { hub = await startHub({ listen: true }); });
afterAll(() => hub.stop());
const out: string[] = [];
async function raw(name: string, init: RequestInit & { path?: string } = {}) {
  const { path = '/graphql', ...rest } = init;
  try {
    const res = await fetch(hub.url + path, { method: 'POST', ...rest, headers: { authorization: `Bearer ${hub.keys.national}`, 'content-type': 'application/json', ...(rest.headers as Record<string, string>) } });
    const text = await res.text();
    out.push(`${name}: ${res.status} ${text.slice(0, 420)}`);
    return { res, text };
  } catch (e) { out.push(`${name}: threw ${(e as Error).message} ${String((e as any).cause)}`); return null; }
}
const q = (name: string, query: unknown, variables?: unknown, more: object = {}) => raw(name, { body: JSON.stringify({ query, variables, ...more }) });

test('audits', async () => {
  const fetchFn = (url: string, init: RequestInit = {}) => fetch(url, { ...init, headers: { ...(init.headers as object), authorization: `Bearer ${hub.keys.national}` } });
  const results = await auditServer({ url: `${hub.url}/graphql`, fetchFn });
  for (const r of results) if (r.status !== 'ok') out.push(`${r.id} ${r.status} ${r.name} :: ${r.reason}`);
  out.push(`ok ${results.filter((r) => r.status === 'ok').length} of ${results.length}`);
  process.stderr.write(out.splice(0).join('\n') + '\n');
});

test('bad', async () => {
  await raw('malformed', { body: '{"query": "{ viewer' });
  await raw('empty', { body: '' });
  await raw('nobody');
  await raw('text', { body: '{ __typename }', headers: { 'content-type': 'text/plain' } });
  await raw('form', { body: 'query=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } });
  await raw('noct', { body: new Uint8Array([123, 125]), headers: { 'content-type': '' } });
  for (const b of ['[]', '"s"', '1', 'null', 'true', '{}', '[{"query":"{__typename}"}]', '{"query":1}', '{"query":"{__typename}","variables":"x"}', '{"query":"{__typename}","variables":[1]}', '{"query":"{__typename}","operationName":1}', '{"query":"{__typename}","extensions":[1]}', '{"query":"{__typename}","extensions":{"persistedQuery":{"version":1,"sha256Hash":"x"}}}','{"query":"{__typename}","query":"{viewer{label}}"}', '{"query":"{__typename}","operationName":"Nope"}', '{"query":"query A {__typename}","operationName":"Nope"}', '{"query":"query A {__typename} query B {__typename}"}'])
    await raw(b, { body: b });
  const d = 'query($f: Int, $filter: DeviceFilter) { devices(first: $f, filter: $filter) { nodes { id } } }';
  await q('wrong type', d, { f: 'x' });
  await q('missing var', 'query($f: ID!) { node(id: $f) { id } }', {});
  await q('wrong input', d, { filter: { nope: 1 } });
  await q('unknown field', '{ nope }');
  await q('first -1', d, { f: -1 });
  await q('first 101', d, { f: 101 });
  await q('first 2^31', d, { f: 2 ** 31 });
  await q('first literal 2^31', '{ devices(first: 2147483648) { nodes { id } } }');
  await q('tokens', `{ ${'__typename '.repeat(20000)} }`);
  await q('chars', `{ __typename } # ${'x'.repeat(100_000)}`);
  await q('deep', `{ devices { nodes { site ${'{ owner { sites { nodes '.repeat(60)} { id } ${'} } }'.repeat(60)} } } }`);
  await q('deep list literal', `{ nodes(ids: ${'['.repeat(2400)}${']'.repeat(2400)}) { id } }`);
  await q('deep literal', `{ devices(filter: ${'{not:'.repeat(1500)}{}${'}'.repeat(1500)}) { nodes { id } } }`);
  const deepVar = `{"query":${JSON.stringify(d)},"variables":{"filter":${'{"not":'.repeat(100_000)}{}${'}'.repeat(100_000)}}}`;
  await raw('deep var', { body: deepVar });
  await raw('deep array var', { body: `{"query":${JSON.stringify(d)},"variables":{"x":${'['.repeat(400_000)}${']'.repeat(400_000)}}}` });
  await q('aliases', `{ ${Array.from({ length: 1000 }, (_, i) => `a${i}: __typename`).join(' ')} }`);
  await q('aliases 5000', `{ ${Array.from({ length: 5000 }, (_, i) => `a${i}: __typename`).join(' ')} }`);
  await q('cycle', `{ devices { nodes { ...A } } } fragment A on Device { id ...B } fragment B on Device { id ...A }`);
  await q('fragment bomb', `{ ...F0 } ${Array.from({ length: 30 }, (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`).join(' ')} fragment F30 on Query { __typename }`);
  await q('cursor junk', '{ devices(after: "zzz") { nodes { id } } }');
  await q('nul doc escape', '{ organization(code: "a\\u0000b") { id } }');
  await q('nul doc raw', '{ organization(code: "a\u0000b") { id } }');
  await q('nul outside', '{ \u0000 __typename }');
  await raw('lone doc', { body: '{"query":"{ organization(code: \\"\\ud800\\") { id } }"}' });
  await q('lone doc escape', '{ organization(code: "\\uD800") { id } }');
  await raw('lone var', { body: '{"query":"query($c:String!){ organization(code: $c) { id } }","variables":{"c":"\\udc00"}}' });
  await raw('lone key', { body: '{"query":"{__typename}","variables":{"\\udc00":1}}' });
  await raw('lone op', { body: '{"query":"query A {__typename}","operationName":"\\udc00"}' });
  await raw('proto', { body: '{"query":"query($filter: DeviceFilter){ devices(filter:$filter) { nodes{ id} } }","variables":{"__proto__":{"x":1},"filter":{"__proto__":{"x":1}}}}' });
  await raw('ctor', { body: '{"query":"query($filter: DeviceFilter){ devices(filter:$filter) { nodes{ id} } }","variables":{"filter":{"constructor":{"x":1}}}}' });
  await raw('Infinity', { body: '{"query":"query($f: Float){ links(filter:{capacityBps:{gt:$f}}) { nodes{ id} } }","variables":{"f":1e999}}' });
  await q('1e999', '{ links(filter:{capacityBps:{gt:1e999}}) { nodes{ id} } }');
  await q('big', '{ links(filter:{capacityBps:{gt:1e308}}) { nodes{ id} } }');
  await raw('NaN', { body: '{"query":"query($f: Float){ links(filter:{capacityBps:{gt:$f}}) { nodes{ id} } }","variables":{"f":"NaN"}}' });
  for (const t of ['1969-12-31T23:59:59Z', '2101-01-01T00:00:00Z', '2026-02-30T00:00:00Z', 'x'])
    await q(t, 'query($t: DateTime){ devices(filter:{createdAt:{gt:$t}}) { nodes{ id} } }', { t });
  await q('in 1001', d, { filter: { name: { in: Array.from({ length: 1001 }, (_, i) => `n${i}`) } } });
  await q('or 101', d, { filter: { or: Array.from({ length: 101 }, () => ({})) } });
  await q('and 30^2', d, { filter: { or: Array.from({ length: 40 }, () => ({ or: Array.from({ length: 40 }, () => ({ name: { eq: 'x' } })) })) } });
  await raw('1MB', { body: `{"query":"{__typename}","x":"${'x'.repeat(1_048_576)}"}` });
  await raw('utf8', { body: Buffer.from([...Buffer.from('{"query":"{ organization(code: \\"'), 0xff, 0xc0, ...Buffer.from('\\") { id } }"}')]) });
  await raw('GET mutation', { path: '/graphql?query=' + encodeURIComponent('mutation { upsertSites(input: {owner: "NMC", source: "x", records: []}) { created } }'), method: 'GET', headers: {} });
  await raw('GET', { path: '/graphql?query=' + encodeURIComponent('{ __typename }'), method: 'GET' });
  await raw('GET nokey', { path: '/graphql?query=' + encodeURIComponent('{ __typename }'), method: 'GET', headers: { authorization: '' } });
  await raw('GET bad enc', { path: '/graphql?query=%ff%zz', method: 'GET' });
  for (const method of ['HEAD', 'OPTIONS', 'PUT', 'DELETE']) { const r = await raw(method, { method }); out.push(JSON.stringify([...r!.res.headers])); }
  await raw('OPTIONS nokey', { method: 'OPTIONS', headers: { authorization: '' } });
  await raw('404', { path: '/nope', method: 'GET' });
  await raw('bad url', { path: '/%zz', method: 'GET' });
  await raw('flood', { body: '{"query":"{__typename}"}', headers: Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`x-h${i}`, 'y'.repeat(100)])) });
  await raw('accept csv', { body: '{"query":"{__typename}"}', headers: { accept: 'text/csv' } });
  await raw('key malformed', { body: '{"query":"{__typename}"}', headers: { authorization: 'Bearer x' } });
  await raw('key none', { body: '{"query":"{__typename}"}', headers: { authorization: '' } });
  await raw('key unknown', { body: '{"query":"{__typename}"}', headers: { authorization: `Bearer cwk_${'0'.repeat(32)}_${'A'.repeat(43)}` } });
  await raw('key wrong', { body: '{"query":"{__typename}"}', headers: { authorization: `Bearer ${hub.keys.national.slice(0, -3)}AAA` } });
  await raw('healthz', { path: '/healthz', method: 'GET' });
  await raw('html', { path: '/graphql', method: 'GET', headers: { accept: 'text/html' } });
  await q('huge string var', d, { f: 'y'.repeat(900_000) });
  await q('many wrong', 'query($i: [Int!]) { __typename @skip(if: false) nodes(ids: []) { id } a: devices(first: 1) { nodes { id } } }', { i: Array.from({ length: 1000 }, () => 'x') });
  await q('cost', `{ devices(first: 100) { nodes { interfaces(first: 100) { nodes { addresses(first: 100) { address } } } } } }`);
  process.stderr.write(out.splice(0).join('\n') + '\n');
});
