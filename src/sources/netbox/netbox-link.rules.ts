import type { LinkEndInput, LinkRecord } from '../../inventory/link/link.record.type';
import type { RecordRef } from '../../kernel/writing/references';
import type { ImportItem } from '../import-item';
import { contentTypeOf } from './netbox-content-type.rules';
import { NetboxReader, refTo } from './netbox-reader.rules';
import type { NetboxRow, NetboxWorld } from './netbox-world';

const mostEnds = 64;

/**
 * A cable as links. NetBox lets an end have several terminations (a breakout): there is a link for each termination of the fuller end,
 * and those of the other end are spread over them evenly. The first has the cable's own key, the others a number behind it.
 */
export function cableItems(row: NetboxRow, world: NetboxWorld): ImportItem[] {
  const read = new NetboxReader(row, world);
  const [a, b] = cableEnds(read);
  const owner = cableOwner(read, [...a, ...b]);
  const common = {
    status: read.status(),
    name: read.optionalText('label', 200) ?? `Cable #${row.pk}`,
    kind: 'CABLE' as const,
  };
  const count = Math.max(a.length, b.length, 1);
  return Array.from({ length: count }, (_, i): ImportItem => {
    const externalId = i === 0 ? read.externalId : `${read.externalId}:${i + 1}`;
    const record: LinkRecord = { externalId, ...common, a: spread(a, i, count), b: spread(b, i, count) };
    return read.give('Link', owner, record);
  }).slice(0, read.fault ? 1 : count);
}

/** A cable without a tenant of its own belongs to whom both its ends do; between two owners, to the importing organization. */
function cableOwner(read: NetboxReader, ends: readonly End[]): string {
  if (read.row.fields['tenant'] != null) return read.owner();
  const owners = new Set(ends.flatMap((end) => Object.values(end ?? {}).map(({ owner }: RecordRef) => owner)));
  const [owner] = owners;
  return owners.size === 1 && owner ? owner : read.world.owner;
}

const spread = <T>(ends: readonly T[], i: number, count: number): T | null =>
  ends[Math.floor((i * ends.length) / count)] ?? null;

type End = LinkEndInput | null;
interface Termination {
  end: unknown;
  type: unknown;
  id: unknown;
}

function cableEnds(read: NetboxReader): [End[], End[]] {
  const terminations = terminationsOf(read);
  if (terminations.length === 0) read.refuse(null, 'no dcim.cabletermination says where it ends');
  const stray = terminations.find(({ end }) => end !== 'A' && end !== 'B');
  if (stray) read.refuse('cable_end', 'of a dcim.cabletermination is neither A nor B');
  const [a, b] = ['A', 'B'].map((letter) => terminations.filter(({ end }) => end === letter)) as [
    Termination[],
    Termination[],
  ];
  if (a.length > mostEnds || b.length > mostEnds) read.refuse(null, `an end has more than ${mostEnds} terminations`);
  return read.fault ? [[], []] : [a.map((one) => endOf(read, one)), b.map((one) => endOf(read, one))];
}

/** Before NetBox 3.3 the cable's own row said where it ends. */
function terminationsOf({ row, world }: NetboxReader): Termination[] {
  const parts = world.parts('dcim.cabletermination', row.pk);
  const old = ['a', 'b'].map((end) => ({
    end: end.toUpperCase(),
    type: row.fields[`termination_${end}_type`],
    id: row.fields[`termination_${end}_id`],
  }));
  if (parts.length === 0) return old.filter(({ type }) => type != null);
  return parts.map(({ fields }) => ({
    end: fields['cable_end'],
    type: fields['termination_type'],
    id: fields['termination_id'],
  }));
}

const portModels: ReadonlySet<string | null> = new Set([
  'dcim.frontport',
  'dcim.rearport',
  'dcim.consoleport',
  'dcim.consoleserverport',
  'dcim.powerport',
  'dcim.poweroutlet',
]);

/** The end as close as the hub knows such things: an interface, a port's device, a power feed's or a circuit's site. */
function endOf(read: NetboxReader, { end, type, id }: Termination): End {
  const field = `termination ${String(end)}`;
  const model = contentTypeOf(type, read.world);
  const at = model === null ? null : placeIn(model);
  if (!at)
    return read.refuse(field, `ends on ${model ?? 'an unknown content type'}, which is nothing that a cable ends on`);
  const target = read.find(field, model!, id);
  return target && at(read, field, target);
}

type EndAt = (read: NetboxReader, field: string, row: NetboxRow) => End;

function placeIn(model: string): EndAt | null {
  if (portModels.has(model)) return (read, field, row) => within(read, field, row, 'device', 'dcim.device');
  switch (model) {
    case 'dcim.interface':
      return (read, field, row) => endIn(read, field, row, 'interface');
    case 'dcim.powerfeed':
      return atPanel;
    case 'circuits.circuittermination':
      return siteEnd;
    default:
      return null;
  }
}

const atPanel: EndAt = (read, field, feed) => {
  const key = feed.fields['power_panel'] ?? null;
  const panel = key === null ? null : read.find(field, 'dcim.powerpanel', key);
  return panel && siteEnd(read, field, panel);
};

const siteEnd: EndAt = (read, field, row) => within(read, field, row, 'site', 'dcim.site');

/** A circuit may end in a provider's network: then nothing is known of that end. */
function within(read: NetboxReader, field: string, row: NetboxRow, kind: 'device' | 'site', model: string): End {
  const key = row.fields[kind] ?? null;
  const target = key === null ? null : read.find(field, model, key);
  return target && endIn(read, field, target, kind);
}

function endIn(read: NetboxReader, field: string, row: NetboxRow, kind: 'site' | 'device' | 'interface'): End {
  const item = read.takenRow(field, row);
  return item && { [kind]: refTo(item, read.world.source) };
}

export function circuitItem(row: NetboxRow, world: NetboxWorld): ImportItem {
  const read = new NetboxReader(row, world);
  const terminations = world.parts('circuits.circuittermination', row.pk);
  const stray = terminations.find(({ fields }) => fields['term_side'] !== 'A' && fields['term_side'] !== 'Z');
  if (stray) read.refuse('term_side', `of ${stray.model} pk ${stray.pk} is neither A nor Z`);
  if (terminations.length > 2 || sameSide(terminations))
    read.refuse('term_side', 'is that of two circuits.circuittermination');
  const record: LinkRecord = {
    externalId: read.externalId,
    status: read.status(),
    name: read.text('cid', 200),
    kind: 'CIRCUIT',
    capacityBps: read.kilobits('commit_rate'),
    provider: read.organization('provider', 'circuits.provider') ?? read.refuse('provider', 'is missing'),
    a: circuitEnd(read, terminations, 'A'),
    b: circuitEnd(read, terminations, 'Z'),
  };
  return read.give('Link', read.owner(), record);
}

const sameSide = ([one, other]: readonly NetboxRow[]): boolean =>
  !!one && one.fields['term_side'] === other?.fields['term_side'];

function circuitEnd(read: NetboxReader, terminations: readonly NetboxRow[], side: 'A' | 'Z'): End {
  const termination = terminations.find(({ fields }) => fields['term_side'] === side);
  if (!termination) return null;
  return cabledEnd(termination, read.world) ?? siteEnd(read, `termination ${side}`, termination);
}

/** A connected cable that joins the circuit to one interface says more than its site. */
function cabledEnd({ fields }: NetboxRow, world: NetboxWorld): End {
  const cable = typeof fields['cable'] === 'number' ? world.row('dcim.cable', fields['cable']) : undefined;
  if (!cable || cable.fields['status'] !== 'connected') return null;
  const far = world
    .parts('dcim.cabletermination', cable.pk)
    .filter((other) => other.fields['cable_end'] !== fields['cable_end']);
  const isInterface = contentTypeOf(far[0]?.fields['termination_type'], world) === 'dcim.interface';
  const pk = far[0]?.fields['termination_id'];
  const row = far.length === 1 && isInterface && typeof pk === 'number' ? world.row('dcim.interface', pk) : undefined;
  const item = row && world.taken(row);
  return item && !('refused' in item) ? { interface: refTo(item, world.source) } : null;
}
