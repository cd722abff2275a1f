import type { Hub } from '../../hub';
import type { Variables, Viewer } from '../../viewer';
import { Sight } from '../oracle/sight';
import type { Organization } from '../world/directory-model';
import type { World } from '../world/things';
import { hiddenIn, wordsOf } from './hidden-in';
import type { Tally } from './tally';
import { maskedIn, toldIn, type Withheld } from './withheld-in';

export const roles = ['READER', 'REPORTER', 'RESPONDER', 'STEWARD'] as const;
export type Role = (typeof roles)[number];

/** Holder of a key: asks the API, and knows from the oracle what there is to see. */
export class Onlooker {
  private seen: Sight | null = null;

  constructor(
    readonly world: World,
    readonly organization: Organization,
    readonly role: Role,
    readonly key: string,
    readonly viewer: Viewer,
    /** the same, answered by the other executor */
    readonly other: Viewer,
    readonly tally: Tally,
    /** organizations that its key names beside its own, to write for */
    readonly named: readonly Organization[] = [],
  ) {}

  get name(): string {
    return `${this.organization.code} ${this.role}`;
  }

  get sight(): Sight {
    return (this.seen ??= new Sight(this.world, this.organization));
  }

  /** The world has changed: looks at it anew. */
  lookAgain(): void {
    this.seen = null;
  }

  /** Asks, and judges the whole answer: it tells of nothing hidden, and of what is withheld just that it is. */
  async ask<T>(road: string, document: string, variables: Variables = {}): Promise<T> {
    const { data, errors, extensions } = await this.viewer.query<T>(document, variables);
    if (errors.length > 0) throw new Error(`The API refused: ${JSON.stringify(errors, null, 2)}\n${document}`);
    if (!document.startsWith('mutation')) await this.compareExecutors(road, document, variables);
    this.judge(road, data, (extensions['withheld'] ?? []) as Withheld[]);
    return data;
  }

  judge(road: string, data: unknown, withheld: readonly Withheld[]): void {
    this.findNothingHidden(road, JSON.stringify(data));
    const masked = maskedIn(data, wordsOf(this.world).things, this.sight);
    for (const [path, answered, expected] of masked.values) this.agree(`${road}: ${path}`, answered, expected);
    this.agree(`${road}: what it says is withheld`, toldIn(withheld), masked.withheld);
  }

  private async compareExecutors(road: string, document: string, variables: Variables): Promise<void> {
    const planned = await this.viewer.text(document, variables);
    this.agree(`${road}: both executors`, planned, await this.other.text(document, variables));
  }

  agree(where: string, actual: unknown, expected: unknown): void {
    this.tally.agree(`${this.name}: ${where}`, actual, expected);
  }

  findNothingHidden(road: string, text: string): void {
    this.agree(`${road} tells of nothing hidden`, hiddenIn(text, this.world, this.sight), []);
  }
}

/** A new key of an organization, that may write for itself and for the organizations named. */
export async function lookOn(
  hub: Hub,
  world: World,
  tally: Tally,
  organization: Organization,
  role: Role,
  writesFor: readonly Organization[] = [],
): Promise<Onlooker> {
  const key = await hub.key({ organization: organization.code, role, writesFor: writesFor.map(({ code }) => code) });
  return new Onlooker(world, organization, role, key, hub.as(key), hub.asOfGraphqlJs(key), tally, writesFor);
}
