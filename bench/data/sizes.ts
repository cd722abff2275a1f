/** How many of everything; regions and organizations are a country's, and stay as they are at every scale. */
export interface Sizes {
  sites: number;
  devices: number;
  interfaces: number;
  links: number;
  incidents: number;
  entries: number;
  series: number;
  /** Factor of the samples alone: see sampleStages. */
  samples: number;
}

export const portsOfDevice = 10;
export const metricsOfDevice = 4;
export const entriesOfIncident = 8;

/** 1 is 700 sites, 20,000 devices, 200,000 interfaces, 30,000 links, 5,000 incidents, 100,000 series, 10 million samples. */
export function sizesOf(scale: number, samples = scale): Sizes {
  const devices = Math.max(400, Math.round(20_000 * scale));
  const incidents = Math.max(100, Math.round(5_000 * scale));
  return {
    sites: Math.max(14, Math.round(700 * scale)),
    devices,
    interfaces: devices * portsOfDevice,
    links: Math.round(devices * 1.5),
    incidents,
    entries: incidents * entriesOfIncident,
    // Four of each device, and one of its first interface.
    series: devices * (metricsOfDevice + 1),
    samples: samples / scale,
  };
}
