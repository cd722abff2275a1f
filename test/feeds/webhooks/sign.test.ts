import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { newSecret, secretText, signedHeaders } from '../../../src/feeds/webhooks/sending/sign';

const body = Buffer.from('{"tên":"Trạm Đà Nẵng","changes":[]}');
const message = { id: 'msg_1', sentAt: new Date(), body };

test('A receiver verifies a message by either of two secrets, and by no other', () => {
  const [one, other, strange] = [newSecret(), newSecret(), newSecret()];
  const headers = signedHeaders(message, [one, other]);
  for (const secret of [one, other])
    expect(new Webhook(secretText(secret)).verify(body.toString('utf8'), headers)).toEqual(JSON.parse(body.toString()));
  expect(() => new Webhook(secretText(strange)).verify(body.toString(), headers)).toThrow('No matching signature');
  expect(() => new Webhook(secretText(one)).verify(`${body.toString()} `, headers)).toThrow('No matching signature');
});

test('A message that is kept for later is told by its time', () => {
  const secret = newSecret();
  const headers = signedHeaders({ ...message, sentAt: new Date(Date.now() - 600_000) }, [secret]);
  expect(() => new Webhook(secretText(secret)).verify(body.toString(), headers)).toThrow('too old');
});

const shared = process.env['SHARED_DATA'] ?? resolve(__dirname, '../../../../shared/data');
const file = join(shared, 'standard-webhooks/vectors.json');
const note = existsSync(file) ? '' : ' (skipped: set SHARED_DATA to the folder that holds standard-webhooks/)';

interface Vector {
  secret: string;
  'webhook-id': string;
  'webhook-timestamp': string;
  payload: string;
  'webhook-signature': string;
}

(note ? test.skip : test)(`The signatures are those of the reference libraries${note}`, () => {
  const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as { vectors: Vector[] };
  expect(vectors.length).toBeGreaterThan(0);
  for (const { secret, payload, ...headers } of vectors) {
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
    const sentAt = new Date(Number(headers['webhook-timestamp']) * 1000);
    expect(signedHeaders({ id: headers['webhook-id'], sentAt, body: Buffer.from(payload) }, [key])).toEqual(headers);
    expect(secretText(key)).toBe(secret);
  }
});
