import {
  afterNothing,
  afterTry,
  type Sent,
  type Standing,
} from '../../../src/feeds/webhooks/delivering/standing.rules';
import { retryAfterOf, secondsToRetry } from '../../../src/feeds/webhooks/sending/schedule.rules';

const schedule = [5, 300, 7200];
const fresh: Standing = {
  ...{ cursor: 'c0', seenXid: null, messages: 7n, tries: 0, messageChanges: null, failures: 0 },
  ...{ behindSince: null, horizonAt: null, nextInSeconds: 0, endedReason: null },
};
const sent: Sent = {
  ...{ cursor: 'c1', endOfLog: '90', expiresAt: '2026-12-22T00:00:00Z', changes: 3 },
  ...{ firstAt: '2026-11-22T00:00:00Z', lastAt: '2026-11-22T00:00:09Z' },
};
const answered = (status: number | null, retryAfterSeconds: number | null = null) => ({ status, retryAfterSeconds });
const middle = 0.5;
const tried = (standing: Standing, status: number | null, retryAfter: number | null = null) =>
  afterTry(standing, sent, answered(status, retryAfter), schedule, middle);

describe('What a try makes of a webhook', () => {
  test('taken: it goes on behind what was sent, at once where more waits', () => {
    const after = tried({ ...fresh, tries: 2, failures: 5, messageChanges: 3, behindSince: 'x' }, 204);
    expect(after).toEqual({
      fate: 'TAKEN',
      standing: { ...fresh, cursor: 'c1', seenXid: '90', messages: 8n, nextInSeconds: 60, horizonAt: sent.expiresAt },
    });
    const more = afterTry(fresh, { ...sent, endOfLog: null }, answered(200), schedule, middle).standing;
    expect(more).toMatchObject({ cursor: 'c1', seenXid: null, nextInSeconds: 0, behindSince: sent.lastAt });
  });

  test.each([null, 100, 301, 307, 400, 401, 404, 429, 500, 503])(
    '%s: the cursor stays, and as many are tried again',
    (status) => {
      const { standing, fate } = tried(fresh, status);
      expect(fate).toBe('TRIED_AGAIN');
      expect(standing).toEqual({
        ...{ ...fresh, tries: 1, failures: 1, messageChanges: 3, behindSince: sent.firstAt },
        ...{ horizonAt: null, nextInSeconds: 5 },
      });
    },
  );

  test('by the schedule, then it is given up and goes on with the next', () => {
    let standing = fresh;
    const waited: number[] = [];
    for (let i = 0; i < 3; i += 1) {
      standing = tried(standing, 500).standing;
      waited.push(standing.nextInSeconds);
    }
    expect(waited).toEqual(schedule);
    const last = tried(standing, null);
    expect(last.fate).toBe('GIVEN_UP');
    expect(last.standing).toMatchObject({
      cursor: 'c1',
      messages: 8n,
      tries: 0,
      failures: 4,
      messageChanges: null,
      nextInSeconds: 0,
    });
  });

  test('410 ends it where it stands', () => {
    expect(tried(fresh, 410)).toMatchObject({
      fate: 'ENDED',
      standing: { cursor: 'c0', messages: 7n, endedReason: 'GONE' },
    });
  });

  test('429 and 503 may ask for more time, others may not', () => {
    for (const [status, seconds] of [
      [429, 600],
      [503, 600],
      [500, 5],
      [429, 1],
    ] as const)
      expect(tried(fresh, status, seconds === 5 ? 600 : seconds).standing.nextInSeconds).toBe(Math.max(5, seconds));
  });

  test('nothing to send: the place moves on, and what was pending is none any more', () => {
    const waiting = { ...fresh, tries: 1, failures: 1, messageChanges: 2, behindSince: 'x' };
    expect(afterNothing(waiting, sent)).toEqual({
      ...fresh,
      cursor: 'c1',
      seenXid: '90',
      nextInSeconds: 60,
      horizonAt: sent.expiresAt,
    });
    expect(afterNothing(waiting, { ...sent, endOfLog: null })).toMatchObject({
      failures: 1,
      seenXid: null,
      nextInSeconds: 0,
    });
  });
});

describe('The next try', () => {
  test('comes up to a fifth sooner or later, by chance', () => {
    const at = (chance: number) => secondsToRetry({ failures: 2, retryAfterSeconds: null }, schedule, chance);
    expect([at(0), at(0.5), at(1)]).toEqual([240, 300, 360]);
    expect(secondsToRetry({ failures: 4, retryAfterSeconds: 9 }, schedule, 0)).toBeNull();
  });

  test('is put off by a day at most', () => {
    expect(secondsToRetry({ failures: 1, retryAfterSeconds: 10 ** 9 }, schedule, 0.5)).toBe(86_400);
  });

  test('is asked for in seconds, or by a date; what is neither says nothing', () => {
    const now = new Date('2026-11-22T08:00:00Z');
    const asked = [
      '120',
      ' 5 ',
      'Sun, 22 Nov 2026 08:01:30 GMT',
      'Sun, 22 Nov 2026 07:00:00 GMT',
      'soon',
      '-5',
      undefined,
    ];
    expect(
      asked
        .slice(0, 5)
        .concat(asked.slice(6))
        .map((header) => retryAfterOf(header, now)),
    ).toEqual([120, 5, 90, 0, null, null]);
  });
});
