import { Client } from 'pg';
import { connectionConfig } from '../../../src/kernel/postgres/database';
import type { Random } from '../random';
import type { Incident, TimelineEntry } from '../worlds/world/incident-model';
import type { Device } from '../worlds/world/inventory-model';
import { markings, severities } from '../worlds/world/sharing-model';
import type { World } from '../worlds/world/things';
import { someEntry, someIncident } from '../worlds/world/generate-incidents';
import { someId, someToken } from '../worlds/world/unique-words';

/** Records that only these transactions write, beside those of the world: whoever changes the world waits for none of them. */
export interface Beside {
  Device: Device[];
  Incident: Incident[];
  TimelineEntry: TimelineEntry[];
}

interface Open {
  client: Client;
  /** What becomes of the model when it is kept. */
  effects: (() => void)[];
  touched: Set<object>;
  steps: number;
}

/** Transactions that stand open at the same time, write a little at each turn, and are kept or not in any order. */
export class OpenTransactions {
  readonly beside: Beside = { Device: [], Incident: [], TimelineEntry: [] };
  private readonly open: Open[] = [];
  private readonly idle: Client[] = [];
  private made = 0;

  constructor(
    private readonly url: string,
    private readonly world: World,
    private readonly random: Random,
  ) {}

  /** The world with what these have kept. */
  get whole(): World {
    const { world, beside } = this;
    return {
      ...world,
      Device: [...world.Device, ...beside.Device],
      Incident: [...world.Incident, ...beside.Incident],
      TimelineEntry: [...world.TimelineEntry, ...beside.TimelineEntry],
    };
  }

  /** Opens, writes or ends one. */
  async turn(): Promise<void> {
    const { random, open } = this;
    if (open.length === 0 || (open.length < 4 && random.chance(0.35))) return this.begin();
    const one = random.pick(open);
    if (one.steps > 5 || random.chance(0.35)) return this.end(one, random.chance(0.8));
    one.steps += 1;
    await this.write(one);
  }

  async endAll(): Promise<void> {
    for (const one of [...this.open]) await this.end(one, true);
    await Promise.all(this.idle.map((client) => client.end()));
  }

  private async begin(): Promise<void> {
    const client = this.idle.pop() ?? (await this.connect());
    await client.query('BEGIN');
    const one: Open = { client, effects: [], touched: new Set(), steps: 0 };
    this.open.push(one);
    await this.write(one);
  }

  private async connect(): Promise<Client> {
    const client = new Client(connectionConfig(this.url, 'hub_owner'));
    await client.connect();
    return client;
  }

  private async end(one: Open, isKept: boolean): Promise<void> {
    await one.client.query(isKept ? 'COMMIT' : 'ROLLBACK');
    if (isKept) one.effects.forEach((effect) => effect());
    this.open.splice(this.open.indexOf(one), 1);
    this.idle.push(one.client);
  }

  private free<T extends object>(things: T[]): T | null {
    const touched = new Set(this.open.flatMap((one) => [...one.touched]));
    const free = things.filter((thing) => !touched.has(thing));
    return free.length > 0 ? this.random.pick(free) : null;
  }

  private async write(one: Open): Promise<void> {
    const ways = [
      this.makeDevice,
      this.changeDevice,
      this.giveDevice,
      this.removeDevice,
      this.makeIncident,
      this.markIncident,
    ];
    await this.random.pick([...ways, this.nameParty, this.addEntry, this.removeIncident]).call(this, one);
  }

  private async makeDevice({ client, effects }: Open): Promise<void> {
    const { random } = this;
    const device: Device = {
      ...{ type: 'Device', id: someId(random), owner: random.pick(this.world.Organization), source: 'beside' },
      ...{
        externalId: `d${(this.made += 1)}`,
        createdAt: '2026-01-01T00:00:00Z',
        status: 'ACTIVE',
        name: someToken(random),
      },
      ...{ role: 'SENSOR', serial: null, managementAddress: null, tags: [], site: null },
    };
    await client.query(
      `INSERT INTO device (id, owner_id, source, external_id, name, role) VALUES ($1, $2, 'beside', $3, $4, 'SENSOR')`,
      [device.id, device.owner.id, device.externalId, device.name],
    );
    effects.push(() => this.beside.Device.push(device));
  }

  private async changeDevice({ client, touched }: Open): Promise<void> {
    const device = this.free(this.beside.Device);
    if (!device) return;
    touched.add(device);
    await client.query('UPDATE device SET name = $2 WHERE id = $1', [device.id, someToken(this.random)]);
  }

  private async giveDevice({ client, touched, effects }: Open): Promise<void> {
    const device = this.free(this.beside.Device);
    if (!device) return;
    touched.add(device);
    const owner = this.random.pick(this.world.Organization);
    await client.query('UPDATE device SET owner_id = $2 WHERE id = $1', [device.id, owner.id]);
    effects.push(() => void (device.owner = owner));
  }

  private async removeDevice({ client, touched, effects }: Open): Promise<void> {
    const device = this.free(this.beside.Device);
    if (!device || this.random.chance(0.5)) return;
    touched.add(device);
    await client.query('DELETE FROM device WHERE id = $1', [device.id]);
    effects.push(() => void this.beside.Device.splice(this.beside.Device.indexOf(device), 1));
  }

  private async makeIncident({ client, effects }: Open): Promise<void> {
    const incident = { ...someIncident(this.random, 1000 + (this.made += 1), this.world, []), affects: [] };
    const ids = (list: { id: string }[]) => list.map(({ id }) => id);
    await client.query(
      `INSERT INTO incident (id, owner_id, source, external_id, reference, title, class, type, tlp, severity, state, reporter_id, coworker_ids, recipient_ids, region_id)
       VALUES ($1, $2, 'beside', $3, $4, $5, 'availability', 'outage', $6, $7, $8, $9, $10, $11, $12)`,
      [
        ...[incident.id, incident.owner.id, incident.externalId, incident.reference, incident.title, incident.tlp],
        ...[incident.severity, incident.state, incident.reporter.id, ids(incident.coworkers), ids(incident.recipients)],
        incident.region?.id ?? null,
      ],
    );
    effects.push(() => this.beside.Incident.push(incident));
  }

  private async markIncident({ client, touched, effects }: Open): Promise<void> {
    const incident = this.free(this.beside.Incident);
    if (!incident) return;
    touched.add(incident);
    const [tlp, severity] = [this.random.pick(markings), this.random.pick(severities)];
    await client.query('UPDATE incident SET tlp = $2, severity = $3 WHERE id = $1', [incident.id, tlp, severity]);
    effects.push(() => void Object.assign(incident, { tlp, severity }));
  }

  private async nameParty({ client, touched, effects }: Open): Promise<void> {
    const incident = this.free(this.beside.Incident);
    if (!incident) return;
    touched.add(incident);
    const coworkers = this.random.chance(0.3)
      ? []
      : [this.random.pick([...this.world.Organization, ...this.world.SharingGroup])];
    await client.query('UPDATE incident SET coworker_ids = $2 WHERE id = $1', [
      incident.id,
      coworkers.map(({ id }) => id),
    ]);
    effects.push(() => void (incident.coworkers = coworkers));
  }

  private async addEntry({ client, touched, effects }: Open): Promise<void> {
    const incident = this.free(this.beside.Incident);
    if (!incident) return;
    touched.add(incident);
    const entry = { ...someEntry(this.random, incident), author: incident.owner };
    await client.query(
      `INSERT INTO timeline_entry (id, incident_id, source, external_id, marking, author_id, kind, at, text)
       VALUES ($1, $2, 'beside', $3, $4, $5, $6, $7, $8)`,
      [entry.id, incident.id, entry.externalId, entry.marking, entry.author.id, entry.kind, entry.at, entry.text],
    );
    effects.push(() => this.beside.TimelineEntry.push(entry));
  }

  private async removeIncident({ client, touched, effects }: Open): Promise<void> {
    const incident = this.free(this.beside.Incident);
    if (!incident || this.random.chance(0.6)) return;
    touched.add(incident);
    await client.query('DELETE FROM timeline_entry WHERE incident_id = $1', [incident.id]);
    await client.query('DELETE FROM incident WHERE id = $1', [incident.id]);
    const { beside } = this;
    effects.push(() => {
      beside.Incident.splice(beside.Incident.indexOf(incident), 1);
      beside.TimelineEntry = beside.TimelineEntry.filter((entry) => entry.incident !== incident);
    });
  }
}
