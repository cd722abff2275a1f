/** One record that stops working, as the walk met it: after so many steps, at first. */
export interface ImpactRow {
  kind: 'Device' | 'Link' | 'InformationSystem';
  id: string;
  ownerId: string;
  siteId: string | null;
  steps: number;
}
/** What the walk began with. */
export interface ImpactStart {
  id: string;
  ownerId: string;
  siteId: string | null;
}
export interface Impacted {
  id: string;
  steps: number;
}
export interface ImpactGroups {
  devices: Impacted[];
  links: Impacted[];
  informationSystems: Impacted[];
  sites: Impacted[];
  organizations: Impacted[];
  truncated: boolean;
}

export const maxSteps = 16;
export const maxImpacted = 2000;

/** Gathers what the walk met by kind, nearest first; sites and organizations with the least steps of what is theirs. */
export function groupImpact(start: ImpactStart, met: readonly ImpactRow[]): ImpactGroups {
  const rows = met.filter(({ steps }) => steps <= maxSteps).slice(0, maxImpacted);
  const of = (kind: ImpactRow['kind']) => inOrder(rows.filter((row) => row.kind === kind));
  const all = [{ ...start, steps: 0 }, ...rows];
  return {
    devices: of('Device'),
    links: of('Link'),
    informationSystems: of('InformationSystem'),
    sites: nearest(all.map(({ siteId, steps }) => ({ id: siteId, steps }))).filter(({ id }) => id !== start.id),
    organizations: nearest(all.map(({ ownerId, steps }) => ({ id: ownerId, steps }))),
    truncated: rows.length < met.length,
  };
}

const inOrder = (items: readonly Impacted[]): Impacted[] =>
  items.map(({ id, steps }) => ({ id, steps })).sort((a, b) => a.steps - b.steps || (a.id < b.id ? -1 : 1));

function nearest(items: readonly { id: string | null; steps: number }[]): Impacted[] {
  const least = new Map<string, number>();
  for (const { id, steps } of items) if (id !== null) least.set(id, Math.min(steps, least.get(id) ?? steps));
  return inOrder([...least].map(([id, steps]) => ({ id, steps })));
}
