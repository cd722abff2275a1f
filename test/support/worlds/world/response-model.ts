import type { Organization } from './directory-model';
import type { Incident } from './incident-model';
import type { Marking } from './sharing-model';

export interface Playbook {
  type: 'Playbook';
  id: string;
  /** null: it comes with the hub */
  owner: Organization | null;
  source: string;
  externalId: string;
  tlp: Marking;
  name: string;
  description: string;
  fits: string[];
  createdAt: string;
}
export interface Task {
  type: 'Task';
  id: string;
  incident: Incident;
  playbook: Playbook | null;
  source: string;
  externalId: string;
  /** its own; it is seen by the stricter of this and its incident's */
  marking: Marking;
  assignee: Organization;
  position: number;
  name: string;
  description: string;
  state: string;
  dependsOn: Task[];
  createdAt: string;
}
