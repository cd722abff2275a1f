import { effectiveLevel, ownerOf, regionOf } from '../oracle/derived';
import type { Subject } from '../world/monitoring-model';
import type { Mask } from '../world/sharing-model';
import { idOf, type Thing, type Things, type TypeName } from '../world/things';

type Kind = 'address' | 'network' | 'mac' | 'text' | 'choice' | 'number' | 'time' | 'flag' | 'id' | 'tags';

/** What a list can be narrowed by: a value of the record, or records that it leads to, of which one must fit. */
export type Field =
  | { kind: Kind; value: (thing: never) => unknown; mask?: Mask }
  | { kind: 'far'; target: TypeName; things: (thing: never) => Thing[] };
export type Fields = Record<string, Field>;

const leaf = <T extends TypeName>(_type: T, kind: Kind, value: (thing: Things[T]) => unknown, mask?: Mask): Field => ({
  ...{ kind, value },
  ...(mask && { mask }),
});
const away = <T extends TypeName, F extends TypeName>(
  _type: T,
  target: F,
  things: (thing: Things[T]) => (Thing | null)[],
): Field => ({
  kind: 'far',
  target,
  things: (thing: never) => things(thing).filter((one) => one?.type === target) as Thing[],
});

type Owned = Exclude<
  TypeName,
  | ('Region' | 'Organization' | 'SharingGroup' | 'Agreement' | 'Metric' | 'Series' | 'BindingRule' | 'TimelineEntry')
  | ('Warning' | 'WarningTransition')
>;

const common = (type: Owned): Fields => ({
  id: leaf(type, 'id', idOf),
  owner: away(type, 'Organization', ({ owner }) => [owner]),
  region: away(type, 'Region', (thing) => [regionOf(thing)]),
  source: leaf(type, 'text', ({ source }) => source),
  externalId: leaf(type, 'text', ({ externalId }) => externalId),
  createdAt: leaf(type, 'time', ({ createdAt }) => createdAt),
});
const inventory = (type: Exclude<Owned, 'Incident'>): Fields => ({
  ...common(type),
  status: leaf(type, 'choice', ({ status }) => status),
});
const directory = (type: 'Region' | 'Organization'): Fields => ({
  id: leaf(type, 'id', idOf),
  code: leaf(type, 'text', ({ code }) => code),
  name: leaf(type, 'text', ({ name }) => name),
  parent: away(type, type, ({ parent }) => [parent]),
});
const named = (type: Exclude<Owned, 'Incident' | 'Prefix' | 'Address'>): Fields => ({
  ...inventory(type),
  name: leaf(type, 'text', ({ name }) => name),
});
const warnedOf = (target: Subject['type']) => away('Warning', target, ({ subject }) => [subject]);
const affected = (target: Subject['type']) => away('Incident', target, ({ affects }) => affects);

export const filterFields: Record<TypeName, Fields> = {
  Region: directory('Region'),
  Organization: { ...directory('Organization'), region: away('Organization', 'Region', ({ region }) => [region]) },
  Site: { ...named('Site'), code: leaf('Site', 'text', ({ code }) => code) },
  Device: {
    ...named('Device'),
    role: leaf('Device', 'choice', ({ role }) => role),
    serial: leaf('Device', 'text', ({ serial }) => serial, 'SERIAL'),
    managementAddress: leaf('Device', 'address', (one) => one.managementAddress, 'MANAGEMENT_ADDRESS'),
    tags: leaf('Device', 'tags', ({ tags }) => tags),
    site: away('Device', 'Site', ({ site }) => [site]),
  },
  Interface: {
    ...named('Interface'),
    enabled: leaf('Interface', 'flag', ({ enabled }) => enabled),
    speedBps: leaf('Interface', 'number', ({ speedBps }) => speedBps),
    description: leaf('Interface', 'text', ({ description }) => description, 'DESCRIPTION'),
    mac: leaf('Interface', 'mac', ({ mac }) => mac, 'MAC'),
    kind: leaf('Interface', 'text', ({ kind }) => kind),
    device: away('Interface', 'Device', ({ device }) => [device]),
  },
  Link: {
    ...named('Link'),
    kind: leaf('Link', 'choice', ({ kind }) => kind),
    capacityBps: leaf('Link', 'number', ({ capacityBps }) => capacityBps),
    provider: away('Link', 'Organization', ({ provider }) => [provider]),
    site: away('Link', 'Site', ({ a, b }) => [a.site, b.site]),
    device: away('Link', 'Device', ({ a, b }) => [a.device, b.device]),
  },
  Vrf: { ...named('Vrf'), rd: leaf('Vrf', 'text', ({ rd }) => rd) },
  Prefix: {
    ...inventory('Prefix'),
    prefix: leaf('Prefix', 'network', ({ prefix }) => prefix),
    role: leaf('Prefix', 'text', ({ role }) => role),
    vrf: away('Prefix', 'Vrf', ({ vrf }) => [vrf]),
    site: away('Prefix', 'Site', ({ site }) => [site]),
  },
  Address: {
    ...inventory('Address'),
    address: leaf('Address', 'network', ({ address }) => address),
    dnsName: leaf('Address', 'text', ({ dnsName }) => dnsName),
    vrf: away('Address', 'Vrf', ({ vrf }) => [vrf]),
    interface: away('Address', 'Interface', ({ interface: port }) => [port]),
  },
  InformationSystem: {
    ...named('InformationSystem'),
    code: leaf('InformationSystem', 'text', ({ code }) => code),
    sector: leaf('InformationSystem', 'text', ({ sector }) => sector),
    level: leaf('InformationSystem', 'number', ({ level }) => level),
    effectiveLevel: leaf('InformationSystem', 'number', effectiveLevel),
  },
  SharingGroup: {
    id: leaf('SharingGroup', 'id', idOf),
    code: leaf('SharingGroup', 'text', ({ code }) => code),
    name: leaf('SharingGroup', 'text', ({ name }) => name),
    owner: away('SharingGroup', 'Organization', ({ owner }) => [owner]),
  },
  Agreement: {
    id: leaf('Agreement', 'id', idOf),
    title: leaf('Agreement', 'text', ({ title }) => title),
    state: leaf('Agreement', 'choice', ({ state }) => state),
    provider: away('Agreement', 'Organization', ({ provider }) => [provider]),
    consumer: away('Agreement', 'Organization', ({ consumer }) => [consumer]),
    consumerGroup: away('Agreement', 'SharingGroup', ({ consumer }) => [consumer]),
    region: away('Agreement', 'Region', ({ region }) => [region]),
    datasets: leaf('Agreement', 'tags', ({ datasets }) => datasets),
    validFrom: leaf('Agreement', 'time', ({ validFrom }) => validFrom),
    validUntil: leaf('Agreement', 'time', ({ validUntil }) => validUntil),
  },
  Metric: {
    id: leaf('Metric', 'id', idOf),
    name: leaf('Metric', 'text', ({ name }) => name),
    unit: leaf('Metric', 'text', ({ unit }) => unit),
  },
  Series: {
    id: leaf('Series', 'id', idOf),
    metric: away('Series', 'Metric', ({ metric }) => [metric]),
    writer: away('Series', 'Organization', ({ writer }) => [writer]),
    owner: away('Series', 'Organization', (series) => [ownerOf(series)]),
    region: away('Series', 'Region', (series) => [regionOf(series)]),
    device: away('Series', 'Device', ({ subject }) => [subject]),
    interface: away('Series', 'Interface', ({ subject }) => [subject]),
    source: leaf('Series', 'text', ({ source }) => source),
    isBound: leaf('Series', 'flag', ({ subject }) => subject !== null),
    createdAt: leaf('Series', 'time', ({ createdAt }) => createdAt),
  },
  BindingRule: {
    id: leaf('BindingRule', 'id', idOf),
    code: leaf('BindingRule', 'text', ({ code }) => code),
    owner: away('BindingRule', 'Organization', ({ owner }) => [owner]),
    lookup: leaf('BindingRule', 'choice', ({ lookup }) => lookup),
  },
  Warning: {
    id: leaf('Warning', 'id', idOf),
    fingerprint: leaf('Warning', 'text', ({ fingerprint }) => fingerprint),
    explanation: leaf('Warning', 'text', ({ explanation }) => explanation),
    source: leaf('Warning', 'text', ({ source }) => source),
    severity: leaf('Warning', 'choice', ({ severity }) => severity),
    state: leaf('Warning', 'choice', ({ state }) => state),
    isCleared: leaf('Warning', 'flag', () => false),
    flaps: leaf('Warning', 'number', ({ flaps }) => flaps),
    owner: away('Warning', 'Organization', (warning) => [ownerOf(warning)]),
    writer: away('Warning', 'Organization', ({ writer }) => [writer]),
    region: away('Warning', 'Region', (warning) => [regionOf(warning)]),
    organization: warnedOf('Organization'),
    site: warnedOf('Site'),
    device: warnedOf('Device'),
    interface: warnedOf('Interface'),
    link: warnedOf('Link'),
    informationSystem: warnedOf('InformationSystem'),
    causedBy: away('Warning', 'Warning', ({ causedBy }) => [causedBy]),
    raisedAt: leaf('Warning', 'time', ({ raisedAt }) => raisedAt),
    createdAt: leaf('Warning', 'time', ({ createdAt }) => createdAt),
  },
  WarningTransition: {
    id: leaf('WarningTransition', 'id', idOf),
    to: leaf('WarningTransition', 'choice', ({ to }) => to),
    cause: leaf('WarningTransition', 'choice', ({ cause }) => cause),
    at: leaf('WarningTransition', 'time', ({ at }) => at),
  },
  Incident: {
    ...common('Incident'),
    reference: leaf('Incident', 'text', ({ reference }) => reference),
    title: leaf('Incident', 'text', ({ title }) => title),
    severity: leaf('Incident', 'choice', ({ severity }) => severity),
    state: leaf('Incident', 'choice', ({ state }) => state),
    tlp: leaf('Incident', 'choice', ({ tlp }) => tlp),
    reporter: away('Incident', 'Organization', ({ reporter }) => [reporter]),
    device: affected('Device'),
    site: affected('Site'),
    informationSystem: affected('InformationSystem'),
    labels: leaf('Incident', 'tags', ({ labels }) => labels),
    occurredAt: leaf('Incident', 'time', ({ occurredAt }) => occurredAt),
    detectedAt: leaf('Incident', 'time', ({ detectedAt }) => detectedAt),
  },
  TimelineEntry: {
    kind: leaf('TimelineEntry', 'choice', ({ kind }) => kind),
    author: away('TimelineEntry', 'Organization', ({ author }) => [author]),
    at: leaf('TimelineEntry', 'time', ({ at }) => at),
  },
};
