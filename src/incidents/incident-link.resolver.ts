import { Resolver } from 'type-graphql';
import { Organization } from '../directory/directory.type';
import { One } from '../kernel/reading/field-edge';
import { linkAuthor, linkedIncident } from './incident-link.edges';
import { IncidentLink } from './incident-link.type';
import { Incident } from './incident.type';

@Resolver(() => IncidentLink)
export class IncidentLinkResolver {
  @One(linkedIncident, () => Incident, { nullable: true, description: 'The other one.' })
  readonly incident: unknown;

  @One(linkAuthor, () => Organization, { description: 'Who says so.' })
  readonly author: unknown;
}
