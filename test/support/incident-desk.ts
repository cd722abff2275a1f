import type { Hub } from './hub';
import type { Answer, Variables, Viewer } from './viewer';

export interface Incident {
  id: string;
  version: number;
  state: string;
  [field: string]: unknown;
}

const fields = `id version state title tlp severity severityReason impact resolution deskFields coworkers recipients labels links
  occurredAt detectedAt awareAt acknowledgedAt startedAt containedAt resolvedAt closedAt reopenedAt
  classification { class type } owner { code } reporter { code } coordinator { code } handOverTo { code } mergedInto { id }
  merged { nodes { id } } linked { kind note incident { id } author { code } } affects { ... on Node { id } }
  timeline(first: 50, orderBy: [{ field: AT }, { field: CREATED_AT }]) { nodes { kind text tlp at fromState toState author { code } authorDesk incident { id } } }`;

const capital = (name: string) => `${name[0]!.toUpperCase()}${name.slice(1)}`;
const document = (name: string) =>
  `mutation Work($input: ${capital(name)}Input!) { done: ${name}(input: $input) { incident { ${fields} } } }`;

export interface Entry {
  kind: string;
  text: string;
  tlp: string;
  at: string;
  fromState: string | null;
  toState: string | null;
  author: { code: string };
  authorDesk: string | null;
  incident: { id: string } | null;
}

export const outage = {
  title: 'Đứt cáp quang trên tuyến trục',
  classification: { class: 'availability', type: 'outage' },
  severity: 'MAJOR',
  tlp: 'AMBER',
};

/** Who works on incidents by the API alone. */
export class IncidentDesk {
  constructor(readonly viewer: Viewer) {}

  static async of(
    hub: Hub,
    organization: string,
    role: 'REPORTER' | 'RESPONDER' | 'STEWARD' = 'RESPONDER',
    writesFor: string[] = [],
  ) {
    return new IncidentDesk(
      hub.as(await hub.key({ organization, role, writesFor, label: `${organization} ${role.toLowerCase()}` })),
    );
  }

  async open(owner: string, more: Variables = {}): Promise<Incident> {
    return (await this.do('openIncident', { owner, ...outage, ...more }))!;
  }

  /** What is asked for, done: the incident as it is answered. */
  async do(name: string, input: Variables): Promise<Incident> {
    return (await this.viewer.data<{ done: { incident: Incident } }>(document(name), { input })).done.incident;
  }

  /** The same of an incident as it was read. */
  on(name: string, { id, version }: Pick<Incident, 'id' | 'version'>, input: Variables = {}): Promise<Incident> {
    return this.do(name, { incident: id, version, ...input });
  }

  go(incident: Pick<Incident, 'id' | 'version'>, to: string, input: Variables = {}): Promise<Incident> {
    return this.on('transitionIncident', incident, { to, ...input });
  }

  async refused(name: string, input: Variables): Promise<{ code: unknown; message: string; status: number }> {
    return this.viewer.refusal(document(name), { input });
  }

  refusedOn(name: string, { id, version }: Pick<Incident, 'id' | 'version'>, input: Variables = {}) {
    return this.refused(name, { incident: id, version, ...input });
  }

  answer(name: string, input: Variables): Promise<Answer<{ done: { incident: Incident } } | null>> {
    return this.viewer.query(document(name), { input });
  }

  async read({ id }: Pick<Incident, 'id'>): Promise<Incident | null> {
    return (
      await this.viewer.data<{ incident: Incident | null }>(
        `query Read($id: ID!) { incident(id: $id) { ${fields} } }`,
        { id },
      )
    ).incident;
  }
}

export const entriesOf = (incident: Incident | null): Entry[] => (incident!['timeline'] as { nodes: Entry[] }).nodes;
