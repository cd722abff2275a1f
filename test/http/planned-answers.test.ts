import { bytesOf, stringifyResult } from '../../src/http/planned-answers';
import { startHub, type Hub } from '../support/hub';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

const data = Buffer.from('{"viewer":{"role":"READER"}}');

test('An answer that graphql-js gave goes out as its text, whatever was written before', () => {
  const text = stringifyResult({ data: { place: 'Đà Nẵng' } });
  for (const written of [null, data]) expect(bytesOf(text, written).toString()).toBe('{"data":{"place":"Đà Nẵng"}}\n');
});

test('An error behind data that was written goes out alone', () => {
  const failed = JSON.stringify({ errors: [{ message: 'An unexpected error' }] });
  expect(bytesOf(failed, data).toString()).toBe(failed);
});

test('What was written comes before what follows it, byte by byte', async () => {
  const { id } = await hub.device({ name: 'Bộ định tuyến "Đồng Hới"', owner: 'RC-N' });
  const document = `{ device(id: "${id}") { name } }`;
  const planned = await hub.as(hub.keys.national).text(document);
  expect(planned).toBe(await hub.asOfGraphqlJs(hub.keys.national).text(document));
  expect(JSON.parse(planned.slice(4))).toMatchObject({
    data: { device: { name: 'Bộ định tuyến "Đồng Hới"' } },
    extensions: { cost: {} },
  });
});
