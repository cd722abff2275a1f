import type { LifecycleStatus } from '../inventory/inventory-record.values';
import type { LinkKind } from '../inventory/link/link.values';
import type { Device, Line, Port, Purpose } from './model';

export interface Cabling {
  kind?: LinkKind;
  /** Who keeps the record of it; the owner of the first end unless said. */
  owner?: string;
  provider?: string;
  capacityBps?: number;
  name?: string;
}

/** From the best to the worst: a line stands as its worse end does. */
const stages: readonly LifecycleStatus[] = ['ACTIVE', 'OFFLINE', 'DECOMMISSIONING', 'STAGED', 'PLANNED', 'RETIRED'];

const worse = (a: LifecycleStatus, b: LifecycleStatus): LifecycleStatus =>
  stages.indexOf(a) >= stages.indexOf(b) ? a : b;

/** Plugs lines into free ports, each port once. */
export class Wiring {
  readonly lines: Line[] = [];
  private readonly used = new Set<Port>();

  /** A line between the next free ports for these purposes. */
  connect(a: Device, from: Purpose, b: Device, to: Purpose, how: Cabling = {}): void {
    this.join(this.free(a, from), this.free(b, to), how);
  }

  /** A tunnel has an interface of its own at each end. */
  tunnel(a: Device, b: Device, how: Cabling): void {
    this.join(addTunnel(a), addTunnel(b), { ...how, kind: 'TUNNEL' });
  }

  freeCount(device: Device, purpose: Purpose): number {
    return device.ports.filter((port) => port.purpose === purpose && !this.used.has(port)).length;
  }

  private join(a: Port, b: Port, { kind = 'CABLE', owner = a.owner, provider, capacityBps, name }: Cabling): void {
    this.used.add(a).add(b);
    this.lines.push({
      ...{ id: `${a.id}~${b.id}`, owner, kind, a, b },
      name: name ?? `${a.device.id} – ${b.device.id}`,
      status: worse(a.device.status, b.device.status),
      capacityBps: capacityBps ?? Math.min(a.speedBps ?? 1e9, b.speedBps ?? 1e9),
      provider: provider ?? null,
    });
  }

  private free(device: Device, purpose: Purpose): Port {
    const port = device.ports.find((candidate) => candidate.purpose === purpose && !this.used.has(candidate));
    if (!port) throw new Error(`${device.id} has no free port "${purpose}" left: give its part more of them.`);
    return port;
  }
}

function addTunnel(device: Device): Port {
  const name = `tunnel${device.ports.filter(({ kind, purpose }) => kind === 'virtual' && purpose === 'virtual').length}`;
  const port: Port = {
    ...{ id: `${device.id}:${name}`, owner: device.owner, device, purpose: 'virtual', name, kind: 'virtual' },
    speedBps: 1e9,
  };
  device.ports.push(port);
  return port;
}
