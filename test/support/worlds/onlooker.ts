import type { Hub } from '../hub';
import type { Variables, Viewer } from '../viewer';
import { everything, type Organization, type Thing, type World } from './model';
import { Sight } from './oracle';
import type { Tally } from './tally';

export const roles = ['READER', 'REPORTER', 'RESPONDER', 'STEWARD'] as const;
export type Role = (typeof roles)[number];

/** Holder of a key: asks the API, and knows from the oracle what there is to see. */
export class Onlooker {
  readonly sight: Sight;
  private readonly secrets: ReadonlyMap<string, Thing>;

  constructor(
    readonly world: World,
    readonly organization: Organization,
    readonly role: Role,
    readonly key: string,
    readonly viewer: Viewer,
    readonly tally: Tally,
    /** organizations that its key names beside its own, to write for */
    readonly named: readonly Organization[] = [],
  ) {
    this.sight = new Sight(world, organization);
    this.secrets = secretsOf(world);
  }

  get name(): string {
    return `${this.organization.code} ${this.role}`;
  }

  /** Asks, and looks through the whole answer for anything that tells of a hidden record. */
  async ask<T>(road: string, document: string, variables: Variables = {}): Promise<T> {
    const data = await this.viewer.data<T>(document, variables);
    this.findNothingHidden(road, JSON.stringify(data));
    return data;
  }

  agree(where: string, actual: unknown, expected: unknown): void {
    this.tally.agree(`${this.name}: ${where}`, actual, expected);
  }

  findNothingHidden(road: string, text: string): void {
    this.agree(`${road} tells of nothing hidden`, this.hiddenIn(text), []);
  }

  /** Hidden records whose id or own words stand in a text, or in a cursor in it. */
  hiddenIn(text: string): string[] {
    const cursors = [...text.matchAll(/"(?:cursor|startCursor|endCursor)":"([\w-]+)"/g)].map(([, cursor]) => cursor!);
    const plain = [text, ...cursors.map((cursor) => Buffer.from(cursor, 'base64url').toString('utf8'))].join('\n');
    const words = plain.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|~[0-9a-f]{12}~/g) ?? [];
    const told = words.map((word) => this.secrets.get(word)).filter((thing) => thing && !this.sight.sees(thing));
    return [...new Set(told.map((thing) => `${thing!.type} ${thing!.id}`))];
  }
}

const known = new WeakMap<World, Map<string, Thing>>();

/** Whatever stands in one record alone: ids, keys in sources, texts. */
function secretsOf(world: World): Map<string, Thing> {
  const found = known.get(world);
  if (found) return found;
  const secrets = new Map<string, Thing>();
  for (const thing of everything(world)) {
    secrets.set(thing.id, thing);
    for (const text of Object.values(thing)) {
      const token = typeof text === 'string' ? /~[0-9a-f]{12}~/.exec(text)?.[0] : undefined;
      if (token) secrets.set(token, thing);
    }
  }
  known.set(world, secrets);
  return secrets;
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
  return new Onlooker(world, organization, role, key, hub.as(key), tally, writesFor);
}
