import type { Alert } from '../../../src/sources/alertmanager/alertmanager-alert.rules';
import { hasWiderObject } from '../../../src/sources/alertmanager/json-width.rules';
import { mostAlerts, readWebhook, type Webhook } from '../../../src/sources/alertmanager/alertmanager-webhook.rules';

const now = Date.parse('2026-11-23T12:00:00Z');
const began = '2026-11-23T11:00:00.123456789Z';
const zero = '0001-01-01T00:00:00Z';
const alert = (given: object = {}) => ({
  ...{ status: 'firing', labels: { alertname: 'LinkDown', severity: 'critical' }, annotations: { summary: 'Đứt cáp' } },
  ...{ startsAt: began, endsAt: zero, generatorURL: 'http://prometheus/graph', fingerprint: '4f1e2d3c4b5a6978' },
  ...given,
});
const webhook = (alerts: unknown[], given: object = {}) => ({
  ...{ version: '4', groupKey: '{}:{}', truncatedAlerts: 0, status: 'firing', receiver: 'hub', alerts, ...given },
});
const read = (given: object): Alert => (readWebhook(webhook([alert(given)]), now) as Webhook).alerts[0]!;
const refused = (given: unknown) => (readWebhook(webhook([given]), now) as Webhook).refused[0];

test('An alert that fires is one since it began, by its own fingerprint', () => {
  expect(read({})).toEqual({
    ...{ fingerprint: '4f1e2d3c4b5a6978', labels: { alertname: 'LinkDown', severity: 'critical' }, firing: true },
    ...{ severity: 'CRITICAL', explanation: 'Đứt cáp', at: Date.parse('2026-11-23T11:00:00.123Z') },
  });
});

test.each([
  ['critical', 'CRITICAL'],
  ['Page', 'CRITICAL'],
  ['error', 'MAJOR'],
  ['high', 'MAJOR'],
  ['warning', 'MINOR'],
  ['INFO', 'INFO'],
  ['none', 'INFO'],
  ['nghiêm trọng', 'MINOR'],
  ['constructor', 'MINOR'],
])('The severity "%s" is %s', (word, severity) => {
  expect(read({ labels: { severity: word } }).severity).toBe(severity);
});

test('One that says nothing of its severity is MINOR', () => {
  expect(read({ labels: { alertname: 'x' } }).severity).toBe('MINOR');
});

test.each([
  [{ summary: 'A', description: 'B' }, 'A\nB'],
  [{ description: 'B' }, 'B'],
  [{ message: 'M' }, 'M'],
  [{ summary: ' A ', description: 'A' }, 'A'],
  [{ summary: 7, runbook: 'x' }, 'LinkDown'],
  [{}, 'LinkDown'],
  [{ summary: 'a\0b' }, 'ab'],
])('Annotations %j explain it as %j', (annotations, explanation) => {
  expect(read({ annotations }).explanation).toBe(explanation);
});

test('An explanation is cut where it is endless, between characters', () => {
  const { explanation } = read({ annotations: { summary: '😀'.repeat(5000) } });
  expect(Array.from(explanation)).toHaveLength(4000);
});

describe('Clocks', () => {
  const at = (given: object) => new Date(read(given).at).toISOString();
  test.each([
    ['that say nothing: an alert without a beginning began now', { startsAt: zero }, '2026-11-23T12:00:00.000Z'],
    ['from before 1970', { startsAt: '1969-07-20T20:17:00Z' }, '2026-11-23T12:00:00.000Z'],
    ['with an offset', { startsAt: '2026-11-23T18:00:00+07:00' }, '2026-11-23T11:00:00.000Z'],
    ['of a recovery', { status: 'resolved', endsAt: '2026-11-23T11:30:00Z' }, '2026-11-23T11:30:00.000Z'],
    [
      'by which it recovered before it began',
      { status: 'resolved', endsAt: '2026-11-23T10:00:00Z' },
      '2026-11-23T11:00:00.123Z',
    ],
    ['by which a recovery has no instant', { status: 'resolved', endsAt: zero }, '2026-11-23T12:00:00.000Z'],
  ])('%s', (_, given, instant) => {
    expect(at(given)).toBe(instant);
  });
});

const labels = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`l${i}`, 'x']));
test.each<[string, unknown, string]>([
  ['that is none', 7, 'MALFORMED'],
  ['of another status', alert({ status: 'pending' }), 'MALFORMED'],
  ['with a fingerprint that is none', alert({ fingerprint: '' }), 'MALFORMED'],
  ['with another', alert({ fingerprint: ['x'] }), 'MALFORMED'],
  ['without labels', alert({ labels: undefined }), 'LABELS'],
  ['with labels that are a list', alert({ labels: [] }), 'LABELS'],
  ['with a label that is no text', alert({ labels: { a: 1 } }), 'LABELS'],
  ['with a name that is none', alert({ labels: { 'a-b': 'x' } }), 'LABELS'],
  ['with a value of 5 KB', alert({ labels: { a: 'x'.repeat(5000) } }), 'LABELS'],
  ['with 65 labels', alert({ labels: labels(65) }), 'LABELS'],
  ['that began at no instant', alert({ startsAt: 'yesterday' }), 'UNREADABLE_INSTANT'],
  ['that began on no day', alert({ startsAt: '2026-13-40T00:00:00Z' }), 'UNREADABLE_INSTANT'],
])('An alert %s is refused alone', (_, given, reason) => {
  expect(refused(given)).toMatchObject({ reason, alerts: 1 });
  const both = readWebhook(webhook([given, alert()]), now) as Webhook;
  expect(both.alerts).toHaveLength(1);
});

test('Without a fingerprint, as before Alertmanager 0.19, labels make one, in whatever order they come', () => {
  const one = read({ fingerprint: undefined, labels: { a: '1', b: '2' } });
  const other = read({ fingerprint: undefined, labels: { b: '2', a: '1' } });
  expect(one.fingerprint).toBe(other.fingerprint);
});

test.each([
  [null, 'is no object'],
  [[], 'is no object'],
  [{ alerts: [] }, 'version undefined'],
  [webhook([], { version: '3' }), 'version "3"'],
  [webhook([], { version: 4 }), 'version 4 of'],
  [webhook([], { alerts: {} }), 'no list "alerts"'],
])('%j is no webhook', (body, words) => {
  expect(readWebhook(body, now)).toEqual({ fault: expect.stringContaining(words), isTooLarge: false });
});

test.each([
  ['{}', false],
  ['{"a": [1, 2, 3, 4, 5], "b": {"c": 1, "d": 2, "e": 3}}', false],
  ['{"a": 1, "b": 2, "c": 3, "d": 4}', true],
  ['[{"a": "x,y,z,\\",,,,"}, {"a": 1, "b": 2, "c": 3}]', false],
  ['[[{"a": {"a": 1, "b": [], "c": {}, "d": ""}}]]', true],
  ['"no end, and, much, more', false],
  ['}}]],,,,', false],
])('%s has an object of more than 3 members: %j', (text, isWider) => {
  expect(hasWiderObject(Buffer.from(text), 3)).toBe(isWider);
});

test('More alerts than one transaction writes are too many, and said so', () => {
  const many = Array.from({ length: mostAlerts + 1 }, () => 1);
  expect(readWebhook(webhook(many), now)).toMatchObject({ isTooLarge: true });
});
