import type { Db } from '../../kernel/postgres/session';
import type { SubjectKind } from '../../monitoring/subject';
import { explore, type Explored } from './islands.rules';
import {
  findDevices,
  findFailures,
  findHanging,
  findLinks,
  findNeeds,
  type Failure,
  type NetworkDevice,
  type NetworkLink,
} from './network.store';
import type { Thing } from './suppression.rules';
import { thingsOf } from './topology.rules';

export interface Subject {
  column: SubjectKind['column'];
  id: string;
}

/** So much of a network is read for one settling at most; what lies beyond counts as reached, so that nothing is held back by mistake. */
const mostThings = 20_000;
/** Rounds of what hangs on what hangs: a system on a device at a site, and what stands there. */
const mostRounds = 4;

/** The live inventory around some subjects, read as far as it matters: a few statements a step, never a whole network. */
export class Surroundings {
  readonly failures = new Map<string, Failure>();
  private readonly devices = new Map<string, NetworkDevice>();
  private readonly links = new Map<string, NetworkLink>();
  private readonly sites = new Set<string>();
  private readonly hanging = new Map<string, { kind: 'INTERFACE' | 'SYSTEM'; needs: string[] }>();
  private readonly starts = new Set<string>();
  private readonly read = new Set<string>();
  private readonly asked = new Set<string>();
  private explored: Explored = { judged: new Set(), next: [] };

  private constructor(private readonly db: Db) {}

  static async around(db: Db, subjects: readonly Subject[]): Promise<Surroundings> {
    const all = new Surroundings(db);
    for (const { column, id } of subjects) if (column === 'site_id') all.sites.add(id);
    let ids = [...new Set(subjects.map(({ id }) => id))];
    for (let round = 0; ids.length > 0 && round < mostRounds; round++) {
      await all.begin(ids);
      await all.follow();
      ids = await all.findMore();
    }
    return all;
  }

  /** Things as the rule takes them: what was not read further counts as reached. */
  things(): Map<string, Thing> {
    const known = this.known();
    for (const [id, thing] of known)
      if ((thing.kind === 'DEVICE' || thing.kind === 'SITE') && !this.read.has(id))
        known.set(id, { ...thing, isRoot: true });
    return known;
  }

  /** Open warnings that the answer is sure for. */
  judged(): string[] {
    const { judged } = this.explored;
    const isJudged = (id: string) => judged.has(id) || this.starts.has(id) || this.hanging.has(id);
    return [...this.failures.values()].filter(({ subjectId }) => isJudged(subjectId)).map(({ id }) => id);
  }

  private async begin(subjects: readonly string[]): Promise<void> {
    const needs = await findNeeds(this.db, subjects);
    for (const { kind, id, needsId } of needs) {
      const own = this.hanging.get(id);
      if (own) own.needs.push(needsId);
      else this.hanging.set(id, { kind, needs: [needsId] });
    }
    const ids = [...new Set([...subjects, ...needs.map(({ needsId }) => needsId)])];
    for (const id of ids) if (!this.hanging.has(id)) this.starts.add(id);
    const atSites = ids.filter((id) => this.sites.has(id));
    await this.addDevices(ids, atSites);
    await this.addLinks({ links: ids, interfaces: ids, sites: atSites });
    for (const id of atSites) this.read.add(id);
    // What stands at a site stops with it.
    for (const { id, siteId } of this.devices.values())
      if (siteId !== null && this.starts.has(siteId)) this.starts.add(id);
    await this.askForFailures();
  }

  private async follow(): Promise<void> {
    for (let most = 16; ; most = Math.min(2 * most, 2000)) {
      this.explored = explore({
        things: this.known(),
        starts: this.starts,
        failing: this.failing(),
        unread: this.unread(),
      });
      const next = this.explored.next.slice(0, most);
      if (next.length === 0 || this.devices.size + this.links.size > mostThings) return;
      const sites = next.filter((id) => this.sites.has(id));
      await this.addLinks({ devices: next.filter((id) => !this.sites.has(id)), sites });
      await this.addDevices([], sites);
      for (const id of next) this.read.add(id);
      await this.askForFailures();
    }
  }

  /** What is open and hangs on what is judged, and is not known yet. */
  private async findMore(): Promise<string[]> {
    const devices = [...this.explored.judged].filter((id) => this.devices.has(id));
    const sites = devices.flatMap((id) => this.devices.get(id)!.siteId ?? []);
    const found = await findHanging(this.db, devices, [...new Set(sites)]);
    return found.filter((id) => !this.starts.has(id) && !this.hanging.has(id) && !this.explored.judged.has(id));
  }

  private async addLinks(of: Parameters<typeof findLinks>[1]): Promise<void> {
    const links = (await findLinks(this.db, of)).filter(({ id }) => !this.links.has(id));
    for (const link of links) this.links.set(link.id, link);
    const ends = links.flatMap(({ a, b }) => [a, b]);
    for (const { deviceId, siteId } of ends) if (deviceId === null && siteId !== null) this.sites.add(siteId);
    await this.addDevices(ends.flatMap(({ deviceId }) => deviceId ?? []));
  }

  private async addDevices(ids: readonly string[], atSites: readonly string[] = []): Promise<void> {
    const unknown = [...new Set(ids)].filter((id) => !this.devices.has(id));
    if (unknown.length === 0 && atSites.length === 0) return;
    for (const device of await findDevices(this.db, unknown, atSites)) {
      this.devices.set(device.id, device);
      if (device.siteId !== null) this.sites.add(device.siteId);
    }
  }

  private async askForFailures(): Promise<void> {
    const ports = [...this.links.values()].flatMap(({ a, b }) => [a.interfaceId, b.interfaceId]);
    const all = [...this.devices.keys(), ...this.links.keys(), ...this.sites, ...this.hanging.keys(), ...ports];
    const ids = [...new Set(all)].filter((id): id is string => id !== null && !this.asked.has(id));
    for (const id of ids) this.asked.add(id);
    if (ids.length > 0) for (const one of await findFailures(this.db, ids)) this.failures.set(one.id, one);
  }

  /** Devices and sites whose links are not all known; a site counts as one that leads nowhere much. */
  private unread(): Map<string, number> {
    const devices = [...this.devices.values()].map(({ id, links }) => [id, links] as const);
    const all = [...devices, ...[...this.sites].map((id) => [id, 1] as const)];
    return new Map(all.filter(([id]) => !this.read.has(id)));
  }

  /** A link fails with an interface that it ends on. */
  private failing(): Set<string> {
    const failing = new Set([...this.failures.values()].map(({ subjectId }) => subjectId));
    for (const { id, a, b } of this.links.values())
      if ([a.interfaceId, b.interfaceId].some((port) => port !== null && failing.has(port))) failing.add(id);
    return failing;
  }

  private known(): Map<string, Thing> {
    const hanging = [...this.hanging].map(([id, { kind, needs }]) => ({ id, kind, needs }));
    const ports = [...this.links.values()]
      .flatMap(({ a, b }) => [a, b])
      .flatMap(({ interfaceId, deviceId }) => (interfaceId && deviceId ? [{ id: interfaceId, deviceId }] : []));
    const own = hanging
      .filter(({ kind }) => kind === 'INTERFACE')
      .map(({ id, needs }) => ({ id, deviceId: needs[0]! }));
    return thingsOf({
      sites: [...this.sites].map((id) => ({ id })),
      devices: [...this.devices.values()],
      links: [...this.links.values()].map(({ id, a, b }) => ({ id, ends: [a, b] })),
      interfaces: [...new Map([...ports, ...own].map((one) => [one.id, one])).values()],
      systems: hanging.filter(({ kind }) => kind === 'SYSTEM'),
    });
  }
}
