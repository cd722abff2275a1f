import type { Hub } from '../support/hub';
import type { Variables, Viewer } from '../support/viewer';

/** A warning as tests look at it. */
export interface SeenWarning {
  id: string;
  fingerprint: string;
  source: string;
  severity: string;
  state: string;
  firing: boolean;
  raisedAt: string;
  acknowledgedAt: string | null;
  acknowledgedBy: string | null;
  note: string | null;
  clearedAt: string | null;
  explanation: string;
  labels: Record<string, string>;
  address: string | null;
  flaps: number;
  owner: { code: string };
  writer: { code: string };
  region: { code: string } | null;
  subject: { __typename: string; id: string } | null;
  transitions: {
    nodes: { from: string | null; to: string; cause: string; actorLabel: string | null; note: string | null }[];
  };
}

export const warningFields = `id fingerprint source severity state firing raisedAt acknowledgedAt acknowledgedBy note clearedAt explanation labels address flaps
  owner { code } writer { code } region { code }
  subject { __typename ... on Organization { id } ... on Site { id } ... on Device { id } ... on Interface { id } ... on Link { id } ... on InformationSystem { id } }
  transitions { nodes { from to cause actorLabel note } }`;

export const raiseDocument = `mutation($input: RaiseWarningInput!) { made: raiseWarning(input: $input) { warning { ${warningFields} } } }`;
export const clearDocument = `mutation($input: ClearWarningInput!) { made: clearWarning(input: $input) { warning { ${warningFields} } } }`;
export const acknowledgeDocument = `mutation($input: AcknowledgeWarningInput!) { made: acknowledgeWarning(input: $input) { warning { ${warningFields} } } }`;

interface Made<W = SeenWarning> {
  made: { warning: W };
}

const minimal = { severity: 'MAJOR', explanation: 'Liên kết trục bị đứt.' };

export const raise = async (viewer: Viewer, input: Variables): Promise<SeenWarning> =>
  (await viewer.data<Made>(raiseDocument, { input: { ...minimal, ...input } })).made.warning;

export const clear = async (viewer: Viewer, input: Variables): Promise<SeenWarning | null> =>
  (await viewer.data<Made<SeenWarning | null>>(clearDocument, { input })).made.warning;

export const acknowledge = async (viewer: Viewer, input: Variables): Promise<SeenWarning> =>
  (await viewer.data<Made>(acknowledgeDocument, { input })).made.warning;

/** Warnings that a viewer sees, in the order in which they were made. */
export async function warningsOf(viewer: Viewer, filter: Variables = {}): Promise<SeenWarning[]> {
  const document = `query($filter: WarningFilter) { warnings(first: 100, filter: $filter) { nodes { ${warningFields} } } }`;
  return (await viewer.data<{ warnings: { nodes: SeenWarning[] } }>(document, { filter })).warnings.nodes;
}

/** How many changes of warnings the log has. */
export async function changesOf(hub: Hub): Promise<number> {
  const [row] = await hub.sql<{ n: number }>(
    `SELECT count(*)::int AS n FROM private.change c WHERE c.record_type IN ('Warning', 'WarningTransition')`,
  );
  return row!.n;
}
