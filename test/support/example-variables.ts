import { Kind, parse } from 'graphql';
import type { Viewer } from './viewer';

interface Seen {
  viewer: { organization: { code: string; incidents: List } };
  devices: List<{ id: string; latest: { series: { id: string } }[] }>;
  incidents: List;
}

interface List<Row = { id: string }> {
  nodes: Row[];
}

const seen = `{
  viewer { organization { code incidents(first: 1) { nodes { id } } } }
  devices(first: 100, orderBy: [{ field: NAME, direction: ASC }]) { nodes { id latest { series { id } } } }
  incidents(first: 1) { nodes { id } }
}`;

/**
 * What the variables of the examples and questions stand for: ids that a viewer of the demonstration has from other queries. One who sees no such
 * record is told by name.
 */
export async function variablesFor(viewer: Viewer, now: Date): Promise<Record<string, unknown>> {
  const { viewer: own, devices, incidents } = await viewer.data<Seen>(seen);
  const owner = own.organization.code;
  const first = (what: string, id: string | undefined): string => {
    if (!id) throw new Error(`${owner} sees no ${what}: let another organization of the demonstration ask.`);
    return id;
  };
  // By name: ids differ from run to run.
  const measured = devices.nodes.find(({ latest }) => latest.length > 0);
  const device = first('device that is measured', measured?.id);
  const incident = first('incident', incidents.nodes[0]?.id);
  const ownIncident = first('incident of its own', own.organization.incidents.nodes[0]?.id);
  return {
    ...{
      id: device,
      device,
      ids: [device, incident],
      series: measured?.latest.slice(0, 3).map(({ series }) => series.id),
    },
    ...{ incident, ownIncident, owner, consumer: 'MIN-HTS' },
    from: new Date(now.getTime() - 86_400_000).toISOString(),
    to: now.toISOString(),
    tomorrow: new Date(Date.now() + 86_400_000).toISOString(),
    // By the clock of the database: the country was loaded a moment ago.
    asOf: new Date().toISOString(),
  };
}

/** Only the variables that the document declares. */
export function usedBy(document: string, all: Record<string, unknown>): Record<string, unknown> {
  const operation = parse(document).definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const names = operation?.variableDefinitions?.map(({ variable }) => variable.name.value) ?? [];
  return Object.fromEntries(names.map((name) => [name, all[name]]));
}
