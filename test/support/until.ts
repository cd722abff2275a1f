import { setTimeout as pause } from 'node:timers/promises';

/** Asks again and again until there is an answer; fails with what the last one was when the time is up. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | null | undefined | false>,
  { withinMs = 60_000, last = () => '' }: { withinMs?: number; last?: () => string } = {},
): Promise<T> {
  for (const end = Date.now() + withinMs; ;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`Not within ${withinMs / 1000} s: ${what}. ${last()}`);
    await pause(100);
  }
}
