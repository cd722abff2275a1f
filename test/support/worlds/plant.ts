import type { Hub } from '../hub';
import type { Random } from '../random';
import { shuffled } from './chance';
import type { World } from './model';
import { markings, severities } from './sharing-model';
import type { Row } from './rows';
import { tables } from './tables';

type Sql = Hub['sql'];

/** Takes everything out of the database, and puts a world in: first as it may have been before, then as it is. */
export async function plant(sql: Sql, world: World, random: Random): Promise<void> {
  await clear(sql);
  const past = new Past(world, random);
  const moved: [table: string, rows: Row[]][] = [];
  for (const [table, plan] of Object.entries(tables)) {
    const rows = plan(world).map(({ row }) => row);
    const before = rows.map((row) => past.of(table, row));
    await insert(sql, table, before);
    if (!cascaded.has(table)) moved.push([table, rows.filter((row, i) => row !== before[i])]);
  }
  for (const [table, rows] of shuffled(random, moved)) await update(sql, table, rows);
  await takeSamples(sql, world);
}

/** They follow the owner of their device or system by their foreign keys. */
const cascaded = new Set([
  'interface',
  ...['information_system_part', 'information_system_dependency', 'information_system_device'],
]);

async function clear(sql: Sql): Promise<void> {
  const [found] = await sql<{ names: string }>(
    `SELECT string_agg(c.oid::regclass::text, ', ') AS names FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname IN ('hub', 'private') AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND c.relname NOT IN ('classification', 'migration')`,
  );
  await sql(`TRUNCATE ${found!.names}`);
}

async function insert(sql: Sql, table: string, rows: Row[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = Object.keys(rows[0]!).join(', ');
  await sql(
    `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`,
    [JSON.stringify(rows)],
  );
}

export async function update(sql: Sql, table: string, rows: Row[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = Object.keys(rows[0]!).filter((column) => column !== 'id');
  await sql(
    `UPDATE ${table} t SET ${columns.map((column) => `${column} = r.${column}`).join(', ')}
       FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb) r WHERE r.id = t.id`,
    [JSON.stringify(rows)],
  );
}

/** What a row may have said before: another owner, place, marking or party, so that its access columns have to move. */
class Past {
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

/** By the road that ingest takes, in the name of each writer. */
async function takeSamples(sql: Sql, { Organization, Series }: World): Promise<void> {
  const points = Series.flatMap(({ id, samples }) => samples.map((sample) => ({ id, ...sample })));
  await sql(
    `SELECT count(t.*) FROM (SELECT set_config('hub.writers', $1, true) AS set) s
      CROSS JOIN LATERAL hub.take_samples(CASE WHEN s.set <> '' THEN $2::uuid[] END,
        ARRAY(SELECT to_timestamp(x) FROM unnest($3::float8[]) x), $4::float8[], $5::smallint[]) t`,
    [
      `{${Organization.map(({ id }) => id).join()}}`,
      ...[points.map(({ id }) => id), points.map(({ at }) => at)],
      ...[points.map(({ value }) => value), points.map(({ flag }) => flag)],
    ],
  );
}
