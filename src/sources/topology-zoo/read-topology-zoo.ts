import { readFile, stat } from 'node:fs/promises';
import type { ImportItem, RefusedItem } from '../import-item';
import { ZooLinks } from './zoo-link.rules';
import { networkIn, type ZooNetwork } from './zoo-network.rules';
import { deviceOf, siteOf } from './zoo-node.rules';

export interface TopologyZooOptions {
  /** Code of the organization that owns all of it. */
  owner: string;
  /** Told after each of the passes over each file. */
  onFile?: () => void;
}

/** A network takes some 300 bytes a node: what is larger is none of the Zoo's. */
const maxFileBytes = 2_000_000;
/** How often each file is read. */
export const passes = 3;

/**
 * Networks of the Internet Topology Zoo, one a file in GML: first the sites of all, then their devices, then their links. Each file is read
 * for each of these anew, so that memory holds one network, whatever their number. Files and nodes that can not be taken are told in the
 * first pass, edges in the last.
 */
export async function* readTopologyZoo(
  files: readonly string[],
  { owner, onFile }: TopologyZooOptions,
): AsyncGenerator<ImportItem> {
  const fileOf = new Map<string, string>();
  for (const file of files) {
    const read = await readNetwork(file);
    if ('refused' in read) yield read;
    else if (fileOf.has(read.name))
      yield refusal(file, 'the graph', `"${read.name}" is the network of ${fileOf.get(read.name)} too`);
    else {
      fileOf.set(read.name, file);
      yield* nodeItems(read, file, owner);
    }
    onFile?.();
  }
  for (const itemsOf of [deviceItems, linkItems]) {
    for (const file of fileOf.values()) {
      const read = await readNetwork(file);
      if ('refused' in read) yield read;
      else yield* itemsOf(read, file, owner);
      onFile?.();
    }
  }
}

function* nodeItems({ name, nodes }: ZooNetwork, file: string, owner: string): Generator<ImportItem> {
  for (const node of nodes) {
    const place = { file, position: positionOf(node.id === null ? 'node' : `node ${node.id}`, node) };
    if ('fault' in node) yield { refused: { place, ...node.fault } };
    else if (node.kind === 'OWN') yield { type: 'Site', owner, record: siteOf(name, node), place };
  }
}

function* deviceItems({ name, nodes }: ZooNetwork, file: string, owner: string): Generator<ImportItem> {
  for (const node of nodes) {
    if ('fault' in node) continue;
    const place = { file, position: positionOf(`node ${node.id}`, node) };
    yield { type: 'Device', owner, record: deviceOf(name, node), place };
  }
}

function* linkItems(network: ZooNetwork, file: string, owner: string): Generator<ImportItem> {
  const links = new ZooLinks(network);
  for (const edge of network.edges) {
    const { title, link } = links.read(edge);
    const place = { file, position: positionOf(title, edge) };
    yield 'fault' in link ? { refused: { place, ...link.fault } } : { type: 'Link', owner, record: link.record, place };
  }
}

const positionOf = (title: string, { line }: { line: number }): string => `${title} (line ${line})`;

async function readNetwork(file: string): Promise<ZooNetwork | RefusedItem> {
  const read = await readText(file);
  if ('reason' in read) return refusal(file, 'the file', read.reason);
  const found = networkIn(read.text);
  return 'fault' in found ? refusal(file, `line ${found.fault.line}`, found.fault.reason) : found.network;
}

async function readText(file: string): Promise<{ text: string } | { reason: string }> {
  try {
    const { size } = await stat(file);
    if (size > maxFileBytes) return { reason: `it has ${size} bytes: a network has ${maxFileBytes} at most` };
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file)) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return {
      reason: code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'it is not UTF-8' : `it can not be read: ${message}`,
    };
  }
}

/** Where the file itself is at fault, nothing of it is taken. */
const refusal = (file: string, position: string, reason: string): RefusedItem => ({
  refused: { place: { file, position }, field: null, reason: `${reason}: nothing of the file is taken.` },
});
