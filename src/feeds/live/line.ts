import type { Follower } from './follower';

/** Lanes that wait to be read. Clients have their turns one after the other, so that one of many subscriptions does not hold the others up. */
export class Line {
  private readonly byClient = new Map<string, Follower[][]>();

  put(members: Follower[]): void {
    const { clientId } = members[0]!.caller.viewer;
    const lanes = this.byClient.get(clientId);
    if (lanes) lanes.push(members);
    else this.byClient.set(clientId, [members]);
  }

  /** The next one; undefined where none waits. */
  take(): Follower[] | undefined {
    const [next] = this.byClient;
    if (!next) return undefined;
    const [clientId, lanes] = next;
    this.byClient.delete(clientId);
    const members = lanes.shift();
    if (lanes.length > 0) this.byClient.set(clientId, lanes);
    return members;
  }
}
