import { HubError } from '../../kernel/errors';
import type { Follower } from './follower';
import type { LiveHouse } from './house';
import { Line } from './line';
import { againAfterMs, tickMs } from './live.values';
import type { Look } from './look.store';
import { readLane } from './read-lane';

type Queue = keyof LiveHouse['readsAtOnce'];

/**
 * All who follow feeds through this process. Nothing that matters is kept here: a place is in the hands of its consumer as well, and the log is
 * the buffer of everybody. A look at the log each tick says whether there is anything to read; who has all and who is behind wait in
 * line by themselves, so that neither holds the other up.
 */
export class LiveFeeds {
  private readonly followers = new Set<Follower>();
  private readonly lines: Record<Queue, Line> = { present: new Line(), backlog: new Line() };
  private readonly reading: Record<Queue, number> = { present: 0, backlog: 0 };
  private timer: NodeJS.Timeout | null = null;
  private seenUntil = '0';
  private turn: number | null = null;
  private isStopped = false;
  private isBlind = false;

  constructor(private readonly house: LiveHouse) {}

  get size(): number {
    return this.followers.size;
  }

  join(follower: Follower): void {
    if (this.isStopped) return follower.outlet.cut('STOPPING', null);
    this.followers.add(follower);
    this.put([follower]);
    this.timer ??= setTimeout(() => void this.tick(), tickMs);
  }

  leave(follower: Follower): void {
    follower.state = 'gone';
    this.followers.delete(follower);
  }

  stop(): void {
    this.isStopped = true;
    if (this.timer) clearTimeout(this.timer);
    for (const follower of [...this.followers]) follower.outlet.cut('STOPPING', follower.cursor);
    this.followers.clear();
  }

  private async tick(): Promise<void> {
    const began = performance.now();
    const look = await this.lookOrWait();
    if (look) for (const follower of this.followers) this.tell(follower, look);
    this.cutSlow(performance.now());
    this.put([...this.followers]);
    this.timer = null;
    if (this.isStopped || this.followers.size === 0) return;
    this.timer = setTimeout(() => void this.tick(), Math.max(10, tickMs - (performance.now() - began)));
  }

  /** While the database is away there is nothing to tell: the next tick looks again. The first look that fails says so, and not each. */
  private async lookOrWait(): Promise<Look | null> {
    try {
      const look = await this.look();
      this.isBlind = false;
      return look;
    } catch (error) {
      if (!this.isBlind) this.house.noteFault(error);
      this.isBlind = true;
      return null;
    }
  }

  private tell(follower: Follower, look: Look): void {
    follower.isOwed ||= follower.concerns(look.types);
    follower.passOver(look);
  }

  /** Time that has changed what some may see is something that came as well. */
  private async look(): Promise<Look> {
    const look = await this.house.look(this.seenUntil);
    const isTurn = this.turn !== null && look.at * 1000 >= this.turn;
    if (isTurn || look.types.includes('*')) this.turn = Date.parse((await this.house.turn()) ?? 'never');
    this.seenUntil = String(look.snapshot.xmin);
    return isTurn ? { ...look, types: ['*'] } : look;
  }

  private cutSlow(now: number): void {
    for (const follower of [...this.followers]) {
      if (follower.fullFor(now) <= this.house.patienceMs) continue;
      follower.outlet.cut('SLOW', follower.cursor);
    }
  }

  /** Puts those in line for whom something may be there, who are to be read for together as one. */
  private put(some: readonly Follower[]): void {
    const now = performance.now();
    const lanes = new Map<string, Follower[]>();
    for (const follower of some) {
      if (!follower.isReady(now)) continue;
      follower.state = 'waiting';
      const { lane } = follower;
      const members = lanes.get(lane);
      if (members) members.push(follower);
      else lanes.set(lane, [follower]);
    }
    for (const members of lanes.values()) this.lines[members[0]!.isBehind ? 'backlog' : 'present'].put(members);
    this.goOn('present');
    this.goOn('backlog');
  }

  private goOn(queue: Queue): void {
    while (!this.isStopped && this.reading[queue] < this.house.readsAtOnce[queue]) {
      const members = this.lines[queue].take()?.filter(({ state }) => state !== 'gone');
      if (!members) return;
      if (members.length > 0) void this.read(queue, members);
    }
  }

  private async read(queue: Queue, members: Follower[]): Promise<void> {
    this.reading[queue] += 1;
    for (const member of members) Object.assign(member, { state: 'read', isOwed: false });
    try {
      await readLane(this.house, members);
    } catch (error) {
      if (!(error instanceof HubError)) this.house.noteFault(error);
      const notBefore = performance.now() + againAfterMs;
      for (const member of members) Object.assign(member, { isOwed: true, notBefore });
    }
    this.reading[queue] -= 1;
    const present = members.filter(({ state }) => state !== 'gone');
    for (const member of present) member.state = 'resting';
    this.put(present);
  }
}
