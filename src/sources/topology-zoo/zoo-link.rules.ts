import type { LinkRecord } from '../../inventory/link/link.record.type';
import type { RowFault } from '../row-reader.rules';
import type { GmlEntry } from './gml.rules';
import type { ZooNetwork } from './zoo-network.rules';
import { keyOfNode, type ZooNode } from './zoo-node.rules';
import { unlessNone, ZooRow } from './zoo-row.rules';

export type ReadLink = { record: LinkRecord } | { fault: RowFault };

/** Reads the edges of one network in their order: those between the same two nodes are told apart by their key, or else by their number. */
export class ZooLinks {
  private readonly taken = new Map<string, Set<number>>();

  constructor(private readonly network: ZooNetwork) {}

  /** What the edge is called in a report, and what becomes of it. */
  read(entry: GmlEntry): { title: string; link: ReadLink } {
    const row = new ZooRow(entry);
    const [source, target] = [row.id('source'), row.id('target')];
    if (source === null || target === null) return { title: 'edge', link: { fault: row.fault! } };
    const externalId = this.keyOf(row, source, target);
    const [a, b] = [this.nodeAt(row, 'source', source), this.nodeAt(row, 'target', target)];
    if (source === target) row.refuse('target', 'is its source: a link joins two nodes');
    const capacityBps = row.whole('LinkSpeedRaw', 0);
    const name = nameIn(row);
    const title = `edge ${source}–${target}`;
    if (row.fault || !a || !b) return { title, link: { fault: row.fault! } };
    const common = { externalId, status: 'ACTIVE', kind: 'CIRCUIT', capacityBps } as const;
    const record = { ...common, name: name ?? nameBetween(a, b), a: this.endAt(a), b: this.endAt(b) };
    return { title, link: { record } };
  }

  /** The graph has no directions: 4–7 and 7–4 are two links between the same nodes. Refused edges count, so that others keep their keys. */
  private keyOf(row: ZooRow, source: number, target: number): string {
    const pair = `${Math.min(source, target)}-${Math.max(source, target)}`;
    const taken = this.taken.get(pair) ?? new Set();
    this.taken.set(pair, taken);
    const number = row.whole('key', 0) ?? firstFree(taken);
    if (taken.has(number)) row.refuse('key', 'is that of an earlier edge between these nodes');
    taken.add(number);
    return `${this.network.name}:${pair}${number === 0 ? '' : `:${number + 1}`}`;
  }

  private nodeAt(row: ZooRow, field: string, id: number): ZooNode | null {
    const node = this.network.nodeById.get(id);
    if (!node) return row.refuse(field, `there is no node ${id} in the file`);
    return 'fault' in node ? row.refuse(field, `node ${id} is refused itself`) : node;
  }

  private endAt({ id }: ZooNode) {
    return { device: { externalId: keyOfNode(this.network.name, id) } };
  }
}

function firstFree(taken: ReadonlySet<number>): number {
  let number = taken.size;
  while (taken.has(number)) number += 1;
  return number;
}

/** As the operator's map has it. */
const nameIn = (row: ZooRow): string | null =>
  ['LinkLabel', 'label', 'description']
    .map((field) => unlessNone(row.optionalText(field, 200)))
    .find((text) => text !== null) ?? null;

const nameBetween = (...ends: ZooNode[]): string => ends.map(shortNameOf).join(' – ');

const shortNameOf = ({ id, name }: ZooNode): string => (name !== null && name.length <= 95 ? name : `#${id}`);
