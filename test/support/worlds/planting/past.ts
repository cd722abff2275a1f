import type { Random } from '../../random';
import { markings, severities } from '../world/sharing-model';
import type { World } from '../world/things';
import type { Row } from './rows';

/** They follow the owner of their device or system by their foreign keys. */
export const cascaded = new Set([
  'interface',
  ...['information_system_part', 'information_system_dependency', 'information_system_device'],
]);

/** What a row may have said before: another owner, place, marking or party, so that its access columns have to move. */
export class Past {
  private readonly owners = new Map<unknown, unknown>();

  constructor(
    private readonly world: World,
    private readonly random: Random,
  ) {}

  of(table: string, row: Row): Row {
    const owner = this.owners.get(row[table === 'interface' ? 'device_id' : 'system_id']);
    if (cascaded.has(table)) return owner === undefined ? row : { ...row, owner_id: owner };
    if (!this.random.chance(0.4)) return row;
    const other = this.columns(table, row);
    if (table === 'device' || table === 'information_system')
      this.owners.set(row['id'], other['owner_id'] ?? row['owner_id']);
    return Object.keys(other).length === 0 ? row : { ...row, ...other };
  }

  private columns(table: string, row: Row): Row {
    const { random, world } = this;
    const [organization, region] = [random.pick(world.Organization).id, random.pick(world.Region).id];
    const others: Record<string, Row> = {
      organization: {
        parent_id: this.earlier(row),
        region_id: this.elsewhere(row),
        community_member: random.chance(0.5),
      },
      site: { owner_id: organization, region_id: region },
      device: { owner_id: organization, site_id: random.pick(world.Site).id },
      series: {
        site_id: null,
        device_id: null,
        organization_id: organization,
        interface_id: null,
        link_id: null,
        system_id: null,
      },
      warning: {
        ...{ site_id: null, device_id: null, organization_id: organization, interface_id: null, link_id: null },
        ...{ system_id: null, severity: random.pick(severities) },
      },
      incident: {
        ...{ owner_id: organization, tlp: random.pick(markings), coworker_ids: [organization], region_id: region },
        severity: random.pick(severities),
      },
      agreement: row['state'] === 'PROPOSED' ? {} : { state: 'PROPOSED', ended_at: null },
      timeline_entry: { marking: random.pick(markings) },
    };
    const elsewhere = ['vrf', 'information_system'].includes(table) && random.chance(0.5);
    if (elsewhere) return { region_id: region };
    if (['vrf', 'link', 'prefix', 'address', 'information_system'].includes(table)) return { owner_id: organization };
    return 'id' in row ? (others[table] ?? {}) : {};
  }

  /**
   * Another region, where nothing of the organization keeps the one that it had: a site that states its owner's region moves along
   * with it, and an incident without a region happened where its owner was then.
   */
  private elsewhere({ id, region_id: region }: Row): unknown {
    const { Site, Incident, Region } = this.world;
    if (Incident.some((incident) => incident.owner.id === id && incident.region === null)) return region;
    const stated = Site.filter(({ owner }) => owner.id === id).map((site) => site.region);
    const free = Region.filter((one) => !stated.includes(one));
    return free.length > 0 ? this.random.pick(free).id : region;
  }

  /** Another place in the trees, below one that was made before: so that none ever stands above itself. */
  private earlier({ id }: Row): string | null {
    const place = this.world.Organization.findIndex((organization) => organization.id === id);
    const above = place > 0 && this.random.chance(0.7) ? this.random.whole(place) : null;
    return above === null ? null : this.world.Organization[above]!.id;
  }
}
