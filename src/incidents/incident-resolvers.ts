import {
  AffectedDevice,
  AffectedInterface,
  AffectedLink,
  AffectedSite,
  AffectedSystem,
  IncidentResolver,
  OrganizationIncidentsResolver,
  TimelineEntryResolver,
} from './incident.resolver';
import { IncidentLinkResolver } from './incident-link.resolver';
import { IncidentWritingResolver } from './incident-writing.resolver';
import { IncidentLifeResolver } from './life/incident-life.resolver';
import { JoiningResolver } from './life/joining.resolver';
import { TaxonomyResolver } from './taxonomy.resolver';
import { IncidentPlaybooksResolver, PlaybookResolver } from './playbooks/playbook.resolver';
import { PlaybookWritingResolver } from './playbooks/playbook-writing.resolver';
import { IncidentTasksResolver, OrganizationTasksResolver, TaskResolver } from './tasks/task.resolver';
import { TaskWritingResolver } from './tasks/task-writing.resolver';

/** What incidents, plans and tasks add to the API. */
export const incidentResolvers: readonly (new () => object)[] = [
  IncidentResolver,
  TimelineEntryResolver,
  OrganizationIncidentsResolver,
  AffectedSite,
  AffectedDevice,
  AffectedInterface,
  AffectedLink,
  AffectedSystem,
  IncidentLinkResolver,
  IncidentWritingResolver,
  IncidentLifeResolver,
  JoiningResolver,
  TaxonomyResolver,
  PlaybookResolver,
  IncidentPlaybooksResolver,
  PlaybookWritingResolver,
  TaskResolver,
  IncidentTasksResolver,
  OrganizationTasksResolver,
  TaskWritingResolver,
];
