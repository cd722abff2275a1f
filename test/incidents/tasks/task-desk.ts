import type { Hub } from '../../support/hub';
import type { Variables, Viewer } from '../../support/viewer';

export interface Task {
  id: string;
  name: string;
  state: string;
  version: number;
  dueAt: string | null;
  isLate: boolean;
  round: number;
  outcome: string | null;
  note: string | null;
  tlp: string;
  assignee: { code: string };
  completedBy: { code: string } | null;
  completedByDesk: string | null;
  dependsOn: { nodes: { name: string }[] };
}
const fields = `id name state version dueAt isLate round outcome note tlp completedByDesk assignee { code } completedBy { code } dependsOn { nodes { name } }`;

const inputs: Record<string, string> = {
  ...{ take: 'TakeTask', complete: 'CompleteTask', skip: 'SkipTask', assign: 'AssignTask', add: 'AddTask' },
};

/** What somebody does on incidents of RC-N. */
export class TaskDesk {
  private made = 0;

  constructor(private readonly hub: Hub) {}

  async viewer(organization: string, role = 'RESPONDER'): Promise<Viewer> {
    return this.hub.as(await this.hub.key({ organization, role: role as 'RESPONDER', label: `${organization} desk` }));
  }

  async incident(by: Viewer, input: Variables = {}): Promise<string> {
    const document = `mutation($input: OpenIncidentInput!) { done: openIncident(input: $input) { incident { id } } }`;
    const content = { title: 'Đứt cáp', severity: 'MAJOR', classification: { class: 'availability', type: 'outage' } };
    const { done } = await by.data<{ done: { incident: { id: string } } }>(document, {
      input: { owner: 'RC-N', tlp: 'AMBER', ...content, ...input },
    });
    return done.incident.id;
  }

  async playbook(steps: object[], input: Variables = {}): Promise<string> {
    this.made += 1;
    const steward = await this.hub.stewardOf('RC-N');
    const document = `mutation($input: SavePlaybookInput!) { done: savePlaybook(input: $input) { playbook { id } } }`;
    const { done } = await steward.data<{ done: { playbook: { id: string } } }>(document, {
      input: { owner: 'RC-N', externalId: `plan-${this.made}`, name: 'Kế hoạch', tlp: 'GREEN', steps, ...input },
    });
    return done.playbook.id;
  }

  start(by: Viewer, incident: string, playbook: string, more: Variables = {}) {
    const document = `mutation($input: StartPlaybookInput!) { done: startPlaybook(input: $input) { created incident { tasks(first: 100) { nodes { id } } } } }`;
    return by.query<{ done: { created: number; incident: { tasks: { nodes: { id: string }[] } } } }>(document, {
      input: { incident, playbook, ...more },
    });
  }

  async tasks(by: Viewer, incident: string): Promise<Task[]> {
    const document = `query($id: ID!) { incident(id: $id) { tasks(first: 100, orderBy: [{ field: POSITION, direction: ASC }]) { nodes { ${fields} } } } }`;
    const { incident: found } = await by.data<{ incident: { tasks: { nodes: Task[] } } | null }>(document, {
      id: incident,
    });
    return found?.tasks.nodes ?? [];
  }

  async named(by: Viewer, incident: string, name: string): Promise<Task> {
    return (await this.tasks(by, incident)).find((task) => task.name === name)!;
  }

  act(by: Viewer, act: string, input: Variables) {
    const type = inputs[act]!;
    const document = `mutation($input: ${type}Input!) { done: ${act}Task(input: $input) { task { ${fields} } } }`;
    return by.query<{ done: { task: Task } }>(document, { input });
  }

  /** Does something with the task of a name, in the version that stands. */
  async on(by: Viewer, act: string, incident: string, name: string, more: Variables = {}): Promise<Task> {
    const { id, version } = await this.named(by, incident, name);
    const { data, errors } = await this.act(by, act, { task: id, version, ...more });
    if (errors.length > 0) throw new Error(JSON.stringify(errors));
    return data.done.task;
  }

  async states(by: Viewer, incident: string): Promise<Record<string, string>> {
    return Object.fromEntries((await this.tasks(by, incident)).map(({ name, state }) => [name, state]));
  }
}
