import type { Collection } from '../../src/kernel/reading/collection';
import { prefixes } from '../../src/inventory/address-plan/address-plan.collection';
import { devices } from '../../src/inventory/device/device.collection';
import { informationSystems } from '../../src/inventory/information-system/information-system.collection';
import { interfaces } from '../../src/inventory/interface/interface.collection';
import { sites } from '../../src/inventory/site/site.collection';
import type { Hub } from './hub';
import type { Made, Plural } from './inventory-builders';
import type { Random } from './random';
import type { Variables } from './viewer';

export interface Page {
  edges: { cursor: string; node: { id: string } }[];
  nodes: { id: string }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
}

/** A list as clients name it, and how a record for it is made up: few values, so that many are alike. */
export interface List {
  field: string;
  plural: Plural;
  of: Collection;
  record: (random: Random, device: Made | null) => Variables;
}

const names = ['Đà Nẵng', 'da nang', 'eth2', 'eth10', 'ETH2', 'β', '中', '😀'];
const statuses = ['ACTIVE', 'PLANNED'];
const speeds = [null, 0, 1_000_000_000, 9007199254740991, '9007199254740993', '9223372036854775807'];
const networks = ['10.0.0.0/8', '10.0.0.0/24', '10.0.1.0/24', '9.0.0.0/8', '2001:db8::/32', '2001:db8::/48', '::/0'];
let codes = 0;

export const lists: List[] = [
  {
    field: 'devices',
    plural: 'Devices',
    of: devices,
    record: (random) => ({ name: random.pick([...names, null]), role: random.pick(['ROUTER', 'SWITCH']) }),
  },
  {
    field: 'interfaces',
    plural: 'Interfaces',
    of: interfaces,
    record: (random, device) => ({ name: random.pick(names), speedBps: random.pick(speeds), device }),
  },
  { field: 'prefixes', plural: 'Prefixes', of: prefixes, record: (random) => ({ prefix: random.pick(networks) }) },
  {
    field: 'sites',
    plural: 'Sites',
    of: sites,
    record: (random) => ({ name: random.pick(names), code: `${random.pick(['a', 'B', 'ä'])}${++codes}` }),
  },
  {
    field: 'informationSystems',
    plural: 'InformationSystems',
    of: informationSystems,
    record: (random) => ({ name: random.pick(names), code: `s${++codes}`, level: 1 + random.whole(5) }),
  },
];

export const pageDocument = ({ field, of }: List): string =>
  `query($first: Int, $after: String, $last: Int, $before: String, $orderBy: [${of.typeName}Order!], $filter: ${of.typeName}Filter) {
    page: ${field}(first: $first, after: $after, last: $last, before: $before, orderBy: $orderBy, filter: $filter) {
      edges { cursor node { id } } nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }`;

export async function fetchPage(hub: Hub, list: List, variables: Variables): Promise<Page> {
  const { page } = await hub.as(hub.keys.national).data<{ page: Page }>(pageDocument(list), variables);
  return page;
}

/** Records for a list, made up and sent in one batch; all of a batch are of the same moment. */
export async function add(hub: Hub, list: List, random: Random, count: number): Promise<void> {
  const home = list.field === 'interfaces' ? await hub.device() : null;
  const records = Array.from({ length: count }, () => ({
    externalId: `x${++codes}`,
    status: random.pick(statuses),
    ...list.record(random, home),
  }));
  const { refused } = await hub.send(list.plural, { owner: 'NMC', records });
  if (refused.length > 0) throw new Error(`The hub refused ${JSON.stringify(refused)}.`);
}
