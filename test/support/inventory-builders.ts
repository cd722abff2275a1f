import type { Variables, Viewer } from './viewer';

/** A record that a builder has sent; give it wherever another record refers to it. */
export interface Made {
  id: string;
  owner: string;
  source: string;
  externalId: string;
}

/** Fields of a record as its upsert takes them, with records for references; the rest is made up. */
export interface Given {
  /** Code of the organization that owns it; NMC unless said. */
  owner?: string;
  source?: string;
  [field: string]: unknown;
}

export interface Outcome {
  created: number;
  updated: number;
  unchanged: number;
  retired: number;
  syncedAt?: string | null;
  refused: { index: number; field: string | null; code: string; message: string }[];
  ids: string[];
}

/** What the API calls the records of a type in the plural: `upsertDevices`. */
export type Plural =
  'Sites' | 'Devices' | 'Interfaces' | 'Links' | 'Vrfs' | 'Prefixes' | 'Addresses' | 'InformationSystems';

export interface Batch {
  owner: string;
  source?: string;
  records: Variables[];
  retireMissing?: boolean;
  retireNotSentSince?: string | null;
}

export const upsertDocument = (plural: Plural): string => `mutation Send($input: Upsert${plural}Input!) {
  sent: upsert${plural}(input: $input) { created updated unchanged retired refused { index field code message } ids }
}`;

/** The road every source takes: `upsert…` of the API, whatever comes of it. */
export async function send(viewer: Viewer, plural: Plural, { source = 'netbox', ...batch }: Batch): Promise<Outcome> {
  const records = batch.records.map(withReferences);
  const { sent } = await viewer.data<{ sent: Outcome }>(upsertDocument(plural), {
    input: { ...batch, source, records },
  });
  return sent;
}

const isMade = (value: object): value is Made => 'externalId' in value && 'id' in value;

/** Records among the values become references by id. */
function withReferences(record: Variables): Variables {
  const entries = Object.entries(record).map(([name, value]) => [name, referenceOf(value)]);
  return Object.fromEntries(entries) as Variables;
}

function referenceOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(referenceOf);
  if (typeof value !== 'object' || value === null) return value;
  return isMade(value) ? { id: value.id } : withReferences(value as Variables);
}

/** Records of the inventory, each sent by the API with a key that may write for its owner. */
export function inventoryBuilders(writerFor: (owner: string) => Promise<Viewer>) {
  let count = 0;

  /** One after the other, so that their ids sort as they were given. */
  async function makeAll(plural: Plural, records: Given[]): Promise<Made[]> {
    const made: Made[] = [];
    for (const { owner = 'NMC', source = 'netbox', ...fields } of records) {
      const record = { externalId: `${plural}-${++count}`, ...fields };
      const { ids, refused } = await send(await writerFor(owner), plural, { owner, source, records: [record] });
      if (refused.length > 0) throw new Error(`The hub refused ${JSON.stringify(record)}: ${refused[0]!.message}`);
      made.push({ id: ids[0]!, owner, source, externalId: record.externalId });
    }
    return made;
  }
  const make = async (plural: Plural, record: Given): Promise<Made> => (await makeAll(plural, [record]))[0]!;

  const site = (given: Given = {}) => make('Sites', { code: `S${count + 1}`, name: `Site ${count + 1}`, ...given });
  const device = (given: Given = {}) => make('Devices', { name: `device-${count + 1}`, role: 'ROUTER', ...given });
  const port = async ({ device: on, ...given }: Given = {}) => {
    const home = (on as Made | undefined) ?? (await device(given.owner ? { owner: given.owner } : {}));
    return make('Interfaces', { name: `eth${count + 1}`, owner: home.owner, ...given, device: home });
  };
  const link = (given: Given = {}) => make('Links', { name: `link-${count + 1}`, kind: 'CIRCUIT', ...given });
  const vrf = (given: Given = {}) => make('Vrfs', { name: `vrf-${count + 1}`, ...given });
  const prefix = (given: Given = {}) => make('Prefixes', { prefix: '192.0.2.0/24', ...given });
  const address = (given: Given = {}) => make('Addresses', { address: '192.0.2.1/24', ...given });
  const system = (given: Given = {}) =>
    make('InformationSystems', { code: `IS${count + 1}`, name: `System ${count + 1}`, level: 1, ...given });

  return { site, device, interface: port, link, vrf, prefix, address, system };
}
