import type { Device, Part, Site } from './model';

/** Devices by where they stand: what a site's owner has there, by part. */
export class Floor {
  private readonly bySite = new Map<Site, Device[]>();

  constructor(devices: readonly Device[]) {
    for (const device of devices) {
      const standing = this.bySite.get(device.site) ?? [];
      this.bySite.set(device.site, standing);
      standing.push(device);
    }
  }

  at(site: Site, part: Part, owner = site.owner): Device[] {
    return (this.bySite.get(site) ?? []).filter((device) => device.part === part && device.owner === owner);
  }

  /** What others have standing there. */
  guestsAt(site: Site): Device[] {
    return (this.bySite.get(site) ?? []).filter((device) => device.owner !== site.owner && device.part === 'edge');
  }
}
