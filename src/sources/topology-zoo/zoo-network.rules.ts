import { parseGml, type GmlEntry } from './gml.rules';
import { nodeIn, type ReadNode } from './zoo-node.rules';
import { unlessNone, ZooRow } from './zoo-row.rules';

/** What one file of the Zoo holds. */
export interface ZooNetwork {
  /** Tells it from the other networks and from its own earlier states: "Garr201101". */
  name: string;
  nodes: ReadNode[];
  /** Of nodes that stand twice, the first. */
  nodeById: ReadonlyMap<number, ReadNode>;
  edges: readonly GmlEntry[];
}

export type ReadNetwork = { network: ZooNetwork } | { fault: { line: number; reason: string } };

const mostName = 40;

/** The network in a GML document, where it is one. */
export function networkIn(text: string): ReadNetwork {
  if (text.startsWith('<')) return { fault: { line: 1, reason: 'it is XML: give the GML file of the network' } };
  const document = parseGml(text);
  if ('fault' in document) return document;
  const [graph, another] = document.ok.filter(({ key }) => key === 'graph');
  if (!graph) return { fault: { line: 1, reason: 'it holds no graph' } };
  if (another) return { fault: { line: another.line, reason: 'it holds a second graph' } };
  return inGraph(graph);
}

function inGraph(graph: GmlEntry): ReadNetwork {
  const row = new ZooRow(graph);
  const name = unlessNone(row.optionalText('label', mostName)) ?? row.refuse('label', 'is missing');
  if (row.flag('directed')) row.refuse('directed', 'is 1: which two arrows are one circuit is not said');
  if (row.fault || name === null) {
    const { field, reason } = row.fault!;
    return { fault: { line: graph.line, reason: `${field === null ? '' : `${field} of `}the graph ${reason}` } };
  }
  const { value } = graph as { value: GmlEntry[] };
  const nodes = value.filter(({ key }) => key === 'node').map(nodeIn);
  return { network: { name, ...known(nodes), edges: value.filter(({ key }) => key === 'edge') } };
}

/** The second node of an id is refused: edges mean the first. */
function known(nodes: readonly ReadNode[]): Pick<ZooNetwork, 'nodes' | 'nodeById'> {
  const nodeById = new Map<number, ReadNode>();
  const told = nodes.map((node): ReadNode => {
    if (node.id === null) return node;
    const first = nodeById.get(node.id);
    if (!first) nodeById.set(node.id, node);
    const fault = { field: 'id', reason: `is that of the node in line ${first?.line}` };
    return first ? { id: node.id, line: node.line, fault } : node;
  });
  return { nodes: told, nodeById };
}
