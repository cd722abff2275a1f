import { ownerOf } from '../oracle/derived';
import { seesMembers } from '../oracle/sees-alone';
import type { Sight } from '../oracle/sight';
import { byId, idOf, type Thing, type Things, type TypeName } from '../world/things';

/** An edge from a record to a list of others, with whether another belongs to it. */
export interface Edge {
  field: string;
  target: TypeName;
  /** a plain list, not a connection */
  plain?: boolean;
  /** whether the viewer is told of it at all */
  told?: (near: never, sight: Sight) => boolean;
  holds: (near: never, far: never) => boolean;
}

const edge = <N extends TypeName, F extends TypeName>(
  field: string,
  _near: N,
  target: F,
  holds: (near: Things[N], far: Things[F]) => boolean,
): Edge => ({ field, target, holds });

const owned = <F extends 'Site' | 'Device' | 'InformationSystem' | 'Incident'>(field: string, target: F): Edge =>
  edge(field, 'Organization', target, (near, far) => (far as { owner: Thing }).owner === near);

const measuredAndAffected = (near: 'Site' | 'Device' | 'Interface' | 'Link' | 'InformationSystem'): Edge[] => [
  edge('series', near, 'Series', (subject, { subject: measured }) => measured === subject),
  edge('incidents', near, 'Incident', (subject, { affects }) => affects.includes(subject)),
  edge('warnings', near, 'Warning', (subject, { subject: warnedOf }) => warnedOf === subject),
];

/** Every edge of the API to many records. */
export const edges: Partial<Record<TypeName, Edge[]>> = {
  Organization: [
    edge('children', 'Organization', 'Organization', (near, { parent }) => parent === near),
    ...[owned('sites', 'Site'), owned('devices', 'Device')],
    ...[owned('informationSystems', 'InformationSystem'), owned('incidents', 'Incident')],
    edge('warnings', 'Organization', 'Warning', (near, warning) => ownerOf(warning) === near),
  ],
  Region: [
    edge('children', 'Region', 'Region', (near, { parent }) => parent === near),
    edge('sites', 'Region', 'Site', (near, { region, owner }) => (region ?? owner.region) === near),
  ],
  Site: [edge('devices', 'Site', 'Device', (near, { site }) => site === near), ...measuredAndAffected('Site')],
  Device: [
    edge('interfaces', 'Device', 'Interface', (near, { device }) => device === near),
    edge('links', 'Device', 'Link', (near, { a, b }) => a.device === near || b.device === near),
    edge('informationSystems', 'Device', 'InformationSystem', (near, { devices }) => devices.includes(near)),
    ...measuredAndAffected('Device'),
  ],
  Interface: [
    ...measuredAndAffected('Interface'),
    {
      ...edge('addresses', 'Interface', 'Address', (near, far) => far.interface === near && far.status !== 'RETIRED'),
      plain: true,
      told: (near: Thing, sight) => !sight.withholds(near, 'ADDRESSES'),
    },
  ],
  Link: measuredAndAffected('Link'),
  InformationSystem: [
    edge('devices', 'InformationSystem', 'Device', ({ devices }, far) => devices.includes(far)),
    {
      ...edge('parts', 'InformationSystem', 'InformationSystem', ({ parts }, far) => parts.includes(far)),
      plain: true,
    },
    {
      ...edge('dependsOn', 'InformationSystem', 'InformationSystem', ({ needs }, far) => needs.includes(far)),
      plain: true,
    },
    ...measuredAndAffected('InformationSystem'),
  ],
  BindingRule: [
    edge('inventoryOf', 'BindingRule', 'Organization', ({ inventoryOf }, far) => inventoryOf.includes(far)),
  ],
  SharingGroup: [
    {
      ...edge('members', 'SharingGroup', 'Organization', ({ members }, far) => members.includes(far)),
      told: (near: Things['SharingGroup'], sight) => seesMembers(sight.viewer, near),
    },
  ],
  Warning: [
    edge('transitions', 'Warning', 'WarningTransition', (near, { warning }) => warning === near),
    edge('effects', 'Warning', 'Warning', (near, { causedBy }) => causedBy === near),
  ],
  Incident: [edge('timeline', 'Incident', 'TimelineEntry', (near, { incident }) => incident === near)],
};

/** What an edge leads to for the viewer, by id. */
export function far({ target, holds, told }: Edge, near: Thing, sight: Sight): Thing[] {
  if (told?.(near as never, sight) === false) return [];
  const found = (sight.all(target) as Thing[]).filter((thing) => holds(near as never, thing as never));
  return found.sort(byId);
}

/** The link at an interface: the first by id, one that is not retired before one that is. */
export function linkOf(port: Thing, sight: Sight): { id: string } | null {
  const links = sight.all('Link').filter(({ a, b }) => a.interface === port || b.interface === port);
  const rank = (link: Things['Link']) => `${Number(link.status === 'RETIRED')}${link.id}`;
  const [first] = links.sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
  return first ? { id: idOf(first) } : null;
}
