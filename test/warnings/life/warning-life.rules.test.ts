import type { Severity } from '../../../src/sharing/sharing.values';
import type { Hold, Seen, Settled, Standing } from '../../../src/warnings/life/transition.rules';
import { acknowledge, close, firesAfter, settle } from '../../../src/warnings/life/warning-life.rules';

const noon = Date.UTC(2026, 4, 12, 12);
/** So many minutes after noon. */
const at = (minutes: number): Date => new Date(noon + minutes * 60_000);
const fires = (minutes: number, severity: Severity = 'MAJOR'): Seen => ({ firing: true, severity, at: at(minutes) });
const calm = (minutes: number): Seen => ({ firing: false, severity: 'INFO', at: at(minutes) });
const link: Hold = { kind: 'TOPOLOGY', by: 'the core link' };
const silence: Hold = { kind: 'SILENCE', by: 'a silence' };

/** The warning after each of these, one at a time, at the instant of each. */
function after(...story: Seen[]): Standing {
  return story.reduce<Standing | null>((standing, seen) => only(settle(standing, [seen], null, seen.at)), null)!;
}
const only = <E>(settled: Settled<E>[]): Standing => {
  expect(settled).toHaveLength(1);
  return settled[0]!.next;
};
const told = (settled: Settled<unknown>[]): string =>
  settled.flatMap(({ transitions }) => transitions.map(({ to, cause }) => `${to} ${cause}`)).join(', ') || '-';

/** Three flaps, the last return at minute 13. */
const flapping = [fires(0), calm(3), fires(4), calm(6), fires(7), calm(9), fires(10)];
const held = (standing: Standing, minutes: number) => only(settle(standing, [], link, at(minutes)));

const states: Record<string, Standing | null> = {
  none: null,
  raised: after(...flapping),
  acknowledged: acknowledge(after(...flapping), at(11)).next,
  suppressed: held(after(...flapping), 11),
  'raised, calm': after(...flapping, calm(12)),
  'acknowledged, calm': after(...flapping, calm(12)),
  'suppressed, calm': only(settle(held(after(...flapping), 11), [calm(12)], link, at(12))),
  'cleared lately': after(fires(0), calm(12)),
  'cleared long ago': after(fires(-90), calm(-60)),
};
states['acknowledged, calm'] = acknowledge(states['raised, calm']!, at(12)).next;

type Event = (standing: Standing | null) => Settled<unknown>[];
const now = at(14);
/** What is held stays held, unless the event is that it is released. */
const standingHold = (standing: Standing | null) => (standing?.state === 'SUPPRESSED' ? link : null);
const sees =
  (seen: Seen): Event =>
  (standing) =>
    settle(standing, [seen], standingHold(standing), now);
const events: Record<string, Event> = {
  fires: sees(fires(13)),
  worse: sees(fires(13, 'CRITICAL')),
  lesser: sees(fires(13, 'MINOR')),
  calm: sees(calm(13)),
  'calm, ahead': sees(calm(60 * 24 * 365)),
  'old: calm': sees(calm(-100)),
  'old: fires': sees(fires(-100, 'CRITICAL')),
  'fires, held': (standing) => settle(standing, [fires(13)], link, now),
  held: (standing) => settle(standing, [], link, now),
  released: (standing) => settle(standing, [], null, now),
  'a while passes': (standing) => settle(standing, [], standingHold(standing), at(30)),
  taken: (standing) => (standing ? [acknowledge(standing, now)] : []),
  closed: (standing) => (standing ? [close(standing, now)] : []),
};

/** What is told, for every state and every event; '-' is nothing. */
const table = `
event          | none             | raised              | acknowledged        | suppressed              | raised, calm            | acknowledged, calm  | suppressed, calm        | cleared lately          | cleared long ago
fires          | RAISED FIRED     | -                   | -                   | -                       | -                       | -                   | -                       | RAISED RETURNED         | RAISED FIRED
worse          | RAISED FIRED     | RAISED WORSENED     | RAISED WORSENED     | -                       | RAISED WORSENED         | RAISED WORSENED     | -                       | RAISED RETURNED         | RAISED FIRED
lesser         | RAISED FIRED     | -                   | -                   | -                       | -                       | -                   | -                       | RAISED RETURNED         | RAISED FIRED
calm           | -                | -                   | -                   | -                       | -                       | -                   | -                       | -                       | -
calm, ahead    | -                | -                   | -                   | -                       | -                       | -                   | -                       | -                       | -
old: calm      | -                | -                   | -                   | -                       | -                       | -                   | -                       | -                       | -
old: fires     | RAISED FIRED     | -                   | -                   | -                       | -                       | -                   | -                       | -                       | -
fires, held    | SUPPRESSED FIRED | SUPPRESSED HELD     | -                   | -                       | SUPPRESSED HELD         | -                   | -                       | SUPPRESSED RETURNED     | SUPPRESSED FIRED
held           | -                | SUPPRESSED HELD     | -                   | -                       | -                       | -                   | -                       | -                       | -
released       | -                | -                   | -                   | RAISED RELEASED         | -                       | -                   | CLEARED RECOVERED       | -                       | -
a while passes | -                | -                   | -                   | -                       | CLEARED RECOVERED       | CLEARED RECOVERED   | CLEARED RECOVERED       | -                       | -
taken          | -                | ACKNOWLEDGED ACKNOWLEDGED | -             | ACKNOWLEDGED ACKNOWLEDGED | ACKNOWLEDGED ACKNOWLEDGED | -               | ACKNOWLEDGED ACKNOWLEDGED | -                     | -
closed         | -                | CLEARED CLOSED      | CLEARED CLOSED      | CLEARED CLOSED          | CLEARED CLOSED          | CLEARED CLOSED      | CLEARED CLOSED          | -                       | -
`;
const [header = [], ...rows] = table
  .trim()
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()));
const cells = rows.flatMap(([event = '', ...row]) =>
  row.map((expected, i) => [header[i + 1]!, event, expected] as const),
);

test('the table has every state and every event', () => {
  expect(header.slice(1)).toEqual(Object.keys(states));
  expect(rows.map(([event]) => event)).toEqual(Object.keys(events));
});

describe.each(cells)('%s: %s', (state, event, expected) => {
  const settled = events[event]!(states[state]!);

  test(`tells ${expected}`, () => expect(told(settled)).toBe(expected));

  test('and once: the same again tells nothing and changes nothing', () => {
    const standing = settled.at(-1)?.next ?? null;
    const again = events[event]!(standing);
    expect(told(again)).toBe('-');
    expect(again.map(({ next }) => next)).toEqual(standing ? [standing] : []);
  });

  test('never clears what fires, never leaves raised what is over', () => {
    for (const { next } of settled) {
      if (next.state === 'CLEARED') expect(next).toMatchObject({ firing: false, clearedAt: next.calmAt ?? now });
      else expect(next.clearedAt).toBeNull();
      if (!next.firing && next.state !== 'CLEARED')
        expect(next.clearsAt!.getTime()).toBeLessThanOrEqual(+now + 15 * 60_000);
      expect(next.state === 'SUPPRESSED' ? next.hold : 'none').toBeTruthy();
    }
  });
});

describe('severity', () => {
  test('follows the evidence, and only what is worse than was told is told', () => {
    let standing = after(fires(0, 'MINOR'));
    const severities: Severity[] = ['CRITICAL', 'INFO', 'CRITICAL', 'MAJOR', 'CRITICAL'];
    const heard = severities.map((severity, i) => {
      const settled = settle(standing, [fires(i + 1, severity)], null, at(i + 1));
      standing = only(settled);
      expect(standing.severity).toBe(severity);
      return told(settled);
    });
    expect(heard).toEqual(['RAISED WORSENED', '-', '-', '-', '-']);
  });

  test('worse than what a desk took on raises it again, to be taken on again', () => {
    const taken = acknowledge(after(fires(0)), at(1)).next;
    const raised = only(settle(taken, [fires(2, 'CRITICAL')], null, at(2)));
    expect(raised).toMatchObject({ state: 'RAISED', acknowledgedAt: null, toldSeverity: 'CRITICAL' });
    const again = acknowledge(raised, at(3)).next;
    expect(told(settle(again, [fires(4, 'MINOR'), fires(5, 'CRITICAL')], null, at(5)))).toBe('-');
  });

  test('worse while it is held is told when it is released, once', () => {
    const suppressed = held(after(fires(0)), 1);
    const worse = only(settle(suppressed, [fires(2, 'CRITICAL')], link, at(2)));
    expect(worse).toMatchObject({ state: 'SUPPRESSED', severity: 'CRITICAL', toldSeverity: 'MAJOR' });
    const released = settle(worse, [], null, at(3))[0]!;
    expect(released.transitions).toMatchObject([{ to: 'RAISED', cause: 'RELEASED', severity: 'CRITICAL' }]);
    expect(told(settle(released.next, [], null, at(4)))).toBe('-');
  });
});

describe('flapping', () => {
  test('three returns are told, then it stays raised until a quarter of an hour was calm', () => {
    const story = Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? fires(i) : calm(i)));
    let standing: Standing | null = null;
    const heard: string[] = [];
    for (const seen of story) {
      const settled: Settled<Seen>[] = settle(standing, [seen], null, seen.at);
      standing = only(settled);
      heard.push(told(settled));
    }
    expect(heard.filter((line) => line === 'CLEARED RECOVERED')).toHaveLength(3);
    expect(heard.slice(7).filter((line) => line !== '-')).toEqual([]);
    expect(standing).toMatchObject({ flaps: 29, raisedAt: at(0), calmAt: at(59), clearsAt: at(74) });
    expect(told(settle(standing, [], null, at(73)))).toBe('-');
    const { transitions, next } = settle(standing, [], null, at(74))[0]!;
    expect(transitions).toMatchObject([{ to: 'CLEARED', cause: 'RECOVERED', at: at(74), seenAt: at(59) }]);
    expect(next.clearedAt).toEqual(at(59));
  });

  test('what returns later than that is another warning', () => {
    const cleared = after(fires(0), calm(5));
    expect(settle(cleared, [fires(20)], null, at(20))).toMatchObject([{ isNew: false, next: { flaps: 1 } }]);
    const settled = settle(cleared, [fires(21)], null, at(21));
    expect(settled).toMatchObject([{ transitions: [] }, { isNew: true, next: { flaps: 0, raisedAt: at(21) } }]);
    expect(settled[0]!.next).toBe(cleared);
  });

  test('a recovery that nobody came to tell in time is told before the return', () => {
    const waiting = after(...flapping, calm(12));
    const settled = settle(waiting, [fires(40)], null, at(40));
    expect(told(settled)).toBe('CLEARED RECOVERED, RAISED FIRED');
    expect(settled[0]!.next.clearedAt).toEqual(at(12));
  });

  test('a sender whose clock is behind is damped as any other, and its recovery waits no longer', () => {
    const behind = -60 * 24;
    let standing: Standing | null = null;
    let transitions = 0;
    for (let i = 0; i < 60; i++) {
      const seen = i % 2 === 0 ? fires(behind + i) : calm(behind + i);
      const settled: Settled<Seen>[] = settle(standing, [seen], null, at(i));
      standing = only(settled);
      transitions += settled[0]!.transitions.length;
    }
    expect(transitions).toBe(7);
    expect(standing!.clearsAt).toEqual(at(74));
    expect(told(settle(standing, [], null, at(74)))).toBe('CLEARED RECOVERED');
  });
});

describe('a day caught up in one go', () => {
  const day = [fires(0), calm(30), fires(35), calm(60), fires(300), calm(310)];
  const settled = settle(null, day, null, at(1000));

  test('tells what had been told then, each with the instant it was true', () => {
    expect(told(settled)).toBe(
      'RAISED FIRED, CLEARED RECOVERED, RAISED RETURNED, CLEARED RECOVERED, RAISED FIRED, CLEARED RECOVERED',
    );
    expect(settled.map(({ isNew }) => isNew)).toEqual([true, true]);
    const seenAt = settled.flatMap(({ transitions }) => transitions.map((one) => one.seenAt));
    expect(seenAt).toEqual([at(0), at(30), at(35), at(60), at(300), at(310)]);
  });

  test('whatever the order it came in', () => {
    expect(settle(null, day.toReversed(), null, at(1000))).toEqual(settled);
    expect(settle(settled[1]!.next, day.slice(0, 5), null, at(1001))).toMatchObject([{ transitions: [], by: null }]);
  });
});

describe('clocks', () => {
  test('evidence from the future counts as of now, so that a recovery seen by a right clock is heard', () => {
    const raised = only(settle(null, [fires(600)], null, at(0)));
    expect(raised).toMatchObject({ raisedAt: at(0), evidenceAt: at(0) });
    expect(told(settle(raised, [calm(1)], null, at(1)))).toBe('CLEARED RECOVERED');
  });

  test('what the hub took while its own clock was ahead keeps nothing out once it is right', () => {
    const ahead = after(...flapping.map(({ at: seenAt, ...seen }) => ({ ...seen, at: new Date(+seenAt + 3_600_000) })));
    const waiting = only(settle(ahead, [calm(11)], null, at(11)));
    expect(waiting).toMatchObject({ firing: false, clearsAt: at(26) });
    const longWait = { ...waiting, clearsAt: at(500) };
    expect(told(settle(longWait, [], null, at(12)))).toBe('CLEARED RECOVERED');
  });

  test('a raise and a clear of the same instant are taken as they come', () => {
    const raised = after(fires(0));
    const cleared = settle(raised, [calm(0)], null, at(0))[0]!;
    expect(cleared.next.state).toBe('CLEARED');
    expect(told(settle(cleared.next, [fires(0)], null, at(0)))).toBe('RAISED RETURNED');
  });
});

describe('what holds', () => {
  test('and what does not flap clears at once from every state', () => {
    const raised = after(fires(0));
    for (const standing of [raised, acknowledge(raised, at(1)).next, held(raised, 1)])
      expect(told(settle(standing, [calm(2)], standing.hold, at(2)))).toBe('CLEARED RECOVERED');
  });

  test('another hold in the place of the first tells nothing', () => {
    const suppressed = held(after(fires(0)), 1);
    const { next, transitions } = settle(suppressed, [], silence, at(2))[0]!;
    expect(transitions).toEqual([]);
    expect(next).toMatchObject({ state: 'SUPPRESSED', hold: silence });
  });

  test('never the clearing, and what held it stays to be read', () => {
    const { next, transitions } = settle(held(after(fires(0)), 1), [calm(2)], link, at(2))[0]!;
    expect(transitions).toMatchObject([{ from: 'SUPPRESSED', to: 'CLEARED', seenAt: at(2), hold: link }]);
    expect(next.hold).toEqual(link);
  });

  test('what fires and is held from the first is told to nobody until it is released', () => {
    const { next, transitions } = settle(null, [fires(0)], link, at(0))[0]!;
    expect(transitions).toMatchObject([{ from: null, to: 'SUPPRESSED', cause: 'FIRED', hold: link }]);
    expect(next.toldSeverity).toBeNull();
    expect(told(settle(next, [], null, at(9)))).toBe('RAISED RELEASED');
  });

  test('a desk may take on what is held; the end of the hold then tells nothing', () => {
    const taken = acknowledge(held(after(fires(0)), 1), at(2)).next;
    expect(taken).toMatchObject({ state: 'ACKNOWLEDGED', hold: null });
    expect(told(settle(taken, [], link, at(3)))).toBe('-');
    expect(told(settle(taken, [], null, at(3)))).toBe('-');
  });

  test('what fires after some evidence is known before any hold is', () => {
    expect(firesAfter(null, [], at(0))).toBe(false);
    expect(firesAfter(null, [fires(0), calm(1)], at(2))).toBe(false);
    expect(firesAfter(after(fires(0)), [calm(-5)], at(2))).toBe(true);
  });
});
