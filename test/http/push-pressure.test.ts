import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { PushPressure } from '../../src/http/push/push-pressure';

const limits = { samplesPerSecond: 10, newSeriesPerHour: 100, seriesPerMetric: 5, atOnce: 4 };
const response = () => new EventEmitter() as unknown as ServerResponse;
const refused = (work: () => void): string | null => {
  try {
    work();
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

test('So many bodies are under way at a time, whoever sends them; one that ends makes room', () => {
  const pressure = new PushPressure(limits);
  const responses = Array.from({ length: 4 }, response);
  for (const one of responses) pressure.letIn(one);
  expect(refused(() => pressure.letIn(response()))).toBe('RATE_LIMITED');
  responses[0]!.emit('close');
  expect(refused(() => pressure.letIn(response()))).toBeNull();
});

test('One key has half of them at most: others come in beside it', () => {
  const pressure = new PushPressure(limits);
  const busy = [response(), response()];
  for (const one of busy) pressure.letInKey('busy', one);
  expect(refused(() => pressure.letInKey('busy', response()))).toBe('RATE_LIMITED');
  expect(refused(() => pressure.letInKey('other', response()))).toBeNull();
  busy[0]!.emit('close');
  expect(refused(() => pressure.letInKey('busy', response()))).toBeNull();
});

test('New series are granted once for a body, however often its transaction begins again', () => {
  const pressure = new PushPressure(limits);
  const { take } = pressure.seriesLimits('key');
  expect([take(60), take(60), take(30)]).toEqual([60, 60, 30]);
  expect(pressure.seriesLimits('key').take(60)).toBe(40);
  expect(pressure.seriesLimits('other').take(60)).toBe(60);
});
