import { effectiveLevel, ownerOf, regionOf } from '../oracle/derived';
import { stricter } from '../oracle/markings';
import { shownOf } from '../oracle/masks';
import { seesMembers } from '../oracle/sees-alone';
import type { Sight } from '../oracle/sight';
import type { LinkEnd } from '../world/inventory-model';
import { byId, idOf, type Thing, type Things, type TypeName } from '../world/things';
import { maskedFields, maskedFragments } from './masked-fields';
import { latestFields, latestOf } from './samples';

/** A record as the API shows it: the fields that are asked for, and what the oracle expects of them. */
interface Card<T extends Thing> {
  fields: string;
  of: (thing: T, sight: Sight) => Record<string, unknown>;
}

const id = (thing: Thing | null) => thing && { id: idOf(thing) };

/** An edge to one record: null where it is hidden, and nothing is said. */
const one = (sight: Sight, thing: Thing | null) => id(sight.show(thing));

const masked = maskedFields;
const record = 'status createdAt owner { id } region { id } origin { source externalId }';
const ofRecord = (
  thing: Things['Site' | 'Device' | 'Interface' | 'Link' | 'Vrf' | 'Prefix' | 'Address' | 'InformationSystem'],
) => ({
  ...{ status: thing.status, createdAt: thing.createdAt, owner: id(thing.owner), region: id(regionOf(thing)) },
  origin: { source: thing.source, externalId: thing.externalId },
});

const end = 'site { id } device { id } interface { id }';
const ofEnd = (sight: Sight, { site, device, interface: port }: LinkEnd) => ({
  ...{ site: one(sight, site), device: one(sight, device), interface: one(sight, port) },
});

const cards: { [T in TypeName]: Card<Things[T]> } = {
  Region: {
    fields: 'code name createdAt parent { id }',
    of: ({ code, name, createdAt, parent }) => ({ code, name, createdAt, parent: id(parent) }),
  },
  Organization: {
    fields: 'code name kind communityMember createdAt parent { id } region { id }',
    of: ({ code, name, kind, communityMember, createdAt, parent, region }) => ({
      ...{ code, name, kind, communityMember, createdAt, parent: id(parent), region: id(region) },
    }),
  },
  Site: {
    fields: `code name ${masked('Site')} ${record}`,
    of: (thing, sight) => ({ code: thing.code, name: thing.name, ...shownOf(thing, sight), ...ofRecord(thing) }),
  },
  Device: {
    fields: `name displayName role tags ${masked('Device')} ${record} site { id name ${masked('Site')} }`,
    of: (thing, sight) => {
      const { name, role, tags } = thing;
      const [secret, site] = [shownOf(thing, sight), sight.show(thing.site)];
      const displayName = name ?? `${role.toLowerCase()} ${String(secret['serial'] ?? thing.id.slice(-12))}`;
      const home = site && { ...id(site), name: site.name, ...shownOf(site, sight) };
      return { name, displayName, role, tags, ...secret, ...ofRecord(thing), site: home };
    },
  },
  Interface: {
    fields: `name kind enabled speedBps ${masked('Interface')} ${record} device { id }`,
    of: (thing, sight) => {
      const { name, kind, enabled, speedBps, device } = thing;
      return {
        name,
        kind,
        enabled,
        speedBps,
        ...shownOf(thing, sight),
        ...ofRecord(thing),
        device: one(sight, device),
      };
    },
  },
  Link: {
    fields: `name kind capacityBps ${record} provider { id } a { ${end} } b { ${end} }`,
    of: (thing, sight) => {
      const { name, kind, capacityBps, provider, a, b } = thing;
      const ends = { a: ofEnd(sight, a), b: ofEnd(sight, b) };
      return { name, kind, capacityBps, ...ofRecord(thing), provider: id(provider), ...ends };
    },
  },
  Vrf: { fields: `name rd ${record}`, of: (thing) => ({ name: thing.name, rd: thing.rd, ...ofRecord(thing) }) },
  Prefix: {
    fields: `prefix role ${masked('Prefix')} ${record} vrf { id } site { id }`,
    of: (thing, sight) => {
      const { prefix, role, vrf, site } = thing;
      const ends = { vrf: one(sight, vrf), site: one(sight, site) };
      return { prefix, role, ...shownOf(thing, sight), ...ofRecord(thing), ...ends };
    },
  },
  Address: {
    fields: `address dnsName ${record} vrf { id } interface { id }`,
    of: (thing, sight) => {
      const { address, dnsName, vrf, interface: port } = thing;
      return { address, dnsName, ...ofRecord(thing), vrf: one(sight, vrf), interface: one(sight, port) };
    },
  },
  InformationSystem: {
    fields: `code name sector level effectiveLevel ${record}`,
    of: (thing) => {
      const { code, name, sector, level } = thing;
      return { code, name, sector, level, effectiveLevel: effectiveLevel(thing), ...ofRecord(thing) };
    },
  },
  Metric: { fields: 'name unit', of: ({ name, unit }) => ({ name, unit }) },
  Series: {
    fields: `labels createdAt metric { id } writer { id } owner { id } subject { __typename ... on Node { id } ${maskedFragments} } latest ${latestFields}`,
    of: (thing, sight) => {
      const { labels, createdAt, metric, writer } = thing;
      const subject = sight.show(thing.subject);
      const ends = { metric: id(metric), writer: id(writer), owner: id(ownerOf(thing)) };
      const shown = subject && { __typename: subject.type, ...id(subject), ...shownOf(subject, sight) };
      return { labels, createdAt, ...ends, subject: shown, latest: latestOf(thing) };
    },
  },
  Warning: {
    fields: `fingerprint source severity state explanation labels flaps raisedAt createdAt owner { id } writer { id } region { id } causedBy { id }
      subject { __typename ... on Node { id } ${maskedFragments} }`,
    of: (thing, sight) => {
      const { fingerprint, source, severity, state, explanation, labels, flaps, raisedAt, createdAt, writer } = thing;
      const subject = sight.show(thing.subject);
      return {
        ...{ fingerprint, source, severity, state, explanation, labels, flaps, raisedAt, createdAt },
        ...{ owner: id(ownerOf(thing)), writer: id(writer), region: id(regionOf(thing)) },
        causedBy: one(sight, thing.causedBy),
        subject: subject && { __typename: subject.type, ...id(subject), ...shownOf(subject, sight) },
      };
    },
  },
  WarningTransition: {
    fields: 'at seenAt cause from to severity note createdAt warning { id }',
    of: ({ at, cause, to, severity, note, createdAt, warning }, sight) => ({
      ...{ at, seenAt: at, cause, from: null, to, severity, note, createdAt, warning: one(sight, warning) },
    }),
  },
  BindingRule: {
    fields: 'code position target lookup createdAt owner { id } inventoryOf(first: 50) { totalCount }',
    of: ({ code, position, lookup, createdAt, owner, inventoryOf }) => ({
      ...{ code, position, target: 'DEVICE', lookup, createdAt, owner: id(owner) },
      inventoryOf: { totalCount: inventoryOf.length },
    }),
  },
  Incident: {
    fields: `reference title summary severity state tlp occurredAt detectedAt labels createdAt
      owner { id } reporter { id } region { id } origin { source externalId } affects { __typename ... on Node { id } ${maskedFragments} }`,
    of: (thing, sight) => {
      const { reference, title, summary, severity, state, tlp, occurredAt, detectedAt, labels, createdAt } = thing;
      const content = { reference, title, summary, severity, state, tlp, occurredAt, detectedAt, labels, createdAt };
      const affects = thing.affects.filter((subject) => sight.sees(subject)).sort((a, b) => (a.id < b.id ? -1 : 1));
      const ends = { owner: id(thing.owner), reporter: id(thing.reporter), region: id(regionOf(thing)) };
      const origin = { source: thing.source, externalId: thing.externalId };
      return {
        ...content,
        ...ends,
        origin,
        affects: affects.map((far) => ({ __typename: far.type, ...id(far), ...shownOf(far, sight) })),
      };
    },
  },
  SharingGroup: {
    fields: 'code name createdAt owner { id } members(first: 50) { nodes { id } totalCount }',
    of: (thing, sight) => {
      const { code, name, createdAt, owner } = thing;
      const members = seesMembers(sight.viewer, thing) ? thing.members.toSorted(byId).map(id) : [];
      return { code, name, createdAt, owner: id(owner), members: { nodes: members, totalCount: members.length } };
    },
  },
  Agreement: {
    fields: `title legalBasis withDescendants datasets leastSeverity ceiling withheld validFrom validUntil state createdAt
      provider { id } consumer { __typename ... on Node { id } } region { id }`,
    of: ({ type: _, id: _id, provider, consumer, region, ...terms }) => ({
      ...terms,
      ...{ provider: id(provider), region: id(region), consumer: { __typename: consumer.type, ...id(consumer) } },
    }),
  },
  TimelineEntry: {
    fields: 'at kind text tlp createdAt author { id } incident { id }',
    of: ({ at, kind, text, marking, createdAt, author, incident }, sight) => {
      const tlp = stricter(marking, incident.tlp);
      return { at, kind, text, tlp, createdAt, author: id(author), incident: one(sight, incident) };
    },
  },
};

/** What the API answers for a record with the fields of its card: null where it is hidden. */
export function cardOf<T extends TypeName>(type: T, thing: Things[T], sight: Sight): object | null {
  return sight.sees(thing) ? { id: idOf(thing), __typename: type, ...cards[type].of(thing, sight) } : null;
}
export const cardFields = (type: TypeName): string => `id __typename ${cards[type].fields}`;
