import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../context';
import { ownerOf } from '../../directory/directory.edges';
import { Organization, OrganizationArgs, OrganizationConnection } from '../../directory/directory.type';
import { List, Many, One } from '../../kernel/reading/field-edge';
import { Subject } from '../../monitoring/monitoring.type';
import { subjectOf } from '../../monitoring/subject';
import { silences } from './silence.collection';
import { silencedOrganizations } from './silence.edges';
import type { SilenceRow } from './silence.entity';
import { Silence, SilenceArgs, SilenceConnection } from './silence.type';

@Resolver(() => Silence)
export class SilenceResolver {
  @List(silences, () => SilenceConnection, () => SilenceArgs, {
    description: 'Silences that the viewer sees: those that are over too, as history.',
  })
  readonly silences: unknown;

  @One(ownerOf, () => Organization, { description: 'Who has set it.' })
  readonly owner: unknown;

  @Many(silencedOrganizations, () => OrganizationConnection, () => OrganizationArgs, {
    description: 'Whose warnings it holds back: those of their objects, and those that they raise.',
  })
  readonly quiets: unknown;

  @FieldResolver(() => Subject, {
    nullable: true,
    description: 'The object that it is for; null where it is for any, and where the viewer may not see it.',
  })
  subject(@Root() row: SilenceRow, @Ctx() context: Context) {
    const subject = subjectOf(row);
    return subject && context.byId(subject.collection, subject.uuid);
  }
}
