import { FieldResolver, Resolver, Root } from 'type-graphql';
import { ownerOf } from '../../directory/directory.edges';
import { Organization } from '../../directory/directory.type';
import { ById } from '../../kernel/history/by-id';
import { List, Many, Needs, One } from '../../kernel/reading/field-edge';
import { JSONScalar } from '../../kernel/scalars';
import { Incident } from '../incident.type';
import { fitsOf, type Fit } from './fits.rules';
import { shownSteps } from './plan.rules';
import type { PlaybookRow } from './playbook.entity';
import { Playbook, PlaybookArgs, PlaybookConnection, PlaybookFit, PlaybookStep } from './playbook.type';
import { playbooks } from './playbooks.collection';
import { fittingPlaybooks } from './playbooks.edges';

@Resolver(() => Playbook)
export class PlaybookResolver {
  @List(playbooks, () => PlaybookConnection, () => PlaybookArgs, {
    description:
      'Plans for incidents: those that come with the hub, and those of organizations as far as the viewer sees them.',
  })
  readonly playbooks: unknown;

  @ById(
    playbooks,
    () => Playbook,
    'A playbook by its id, as it stands or as it was; null where there is none for this viewer.',
  )
  readonly playbook: unknown;

  @One(ownerOf, () => Organization, { nullable: true, description: 'Whose it is; null: it comes with the hub.' })
  readonly owner: unknown;

  @Needs('labels')
  @FieldResolver(() => [PlaybookFit], {
    description: 'What it is for, as its labels say in machine tags (rsit:availability="outage").',
  })
  fits(@Root() { labels }: PlaybookRow): Fit[] {
    return fitsOf(labels);
  }

  @Needs('document')
  @FieldResolver(() => [PlaybookStep], { description: 'What is to be done, each step behind those that it waits for.' })
  steps(@Root() { document }: PlaybookRow): object[] {
    return shownSteps(document);
  }

  @Needs('document')
  @FieldResolver(() => JSONScalar, {
    description:
      'The playbook as a document of CACAO Security Playbooks 2.0: for an imported one all that came in, for others to carry on.',
  })
  cacao(@Root() { document }: PlaybookRow): object {
    return document;
  }
}

@Resolver(() => Incident)
export class IncidentPlaybooksResolver {
  @Many(fittingPlaybooks, () => PlaybookConnection, () => PlaybookArgs, {
    description: 'Playbooks for incidents of its class, or of its very type.',
  })
  readonly fittingPlaybooks: unknown;
}
