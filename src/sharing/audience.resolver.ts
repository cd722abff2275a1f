import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context';
import { organizations } from '../directory/directory.collection';
import { Organization } from '../directory/directory.type';
import { HubError } from '../kernel/errors';
import { Agreement } from './agreement.type';
import { findAudience, findDraftAudience, type AudienceRow } from './audience.store';
import { Audience, AudienceDraft } from './audience.type';
import { draftAccess } from './draft-access';
import { agreements } from './sharing.collection';

@Resolver(() => Audience)
export class AudienceResolver {
  @Query(() => [Audience], {
    description:
      "Who sees a record, or would see one that is yet to be written, and why: asked of the very rule that decides. For the owner's side; members of a group that the viewer may not look into are left out. One entry at most for each organization of the directory.",
  })
  async audience(
    @Arg('id', () => ID, {
      nullable: true,
      description: 'Id of a record; for one that is yet to be written, give of instead.',
    })
    id: string | null,
    @Arg('of', () => AudienceDraft, { nullable: true, description: 'A record that does not exist yet.' })
    of: AudienceDraft | null,
    @Ctx() context: Context,
  ) {
    if (Boolean(id) === Boolean(of))
      throw new HubError('BAD_USER_INPUT', 'Give one of the two: id, of a record, or of, a draft.');
    const rows = id ? await ofRecord(id, context) : await ofDraft(of!, context);
    context.deliver(rows.length);
    return rows.map((row) => ({ ...row, withheld: row.withheld ?? [] }));
  }

  @FieldResolver(() => Organization, { description: 'Who sees it.' })
  organization(@Root() row: AudienceRow, @Ctx() context: Context) {
    return context.byId(organizations, row.organizationId);
  }

  @FieldResolver(() => [Agreement], {
    description: 'The agreements that cover it, of those that the viewer may see.',
  })
  async agreements(@Root() row: AudienceRow, @Ctx() context: Context) {
    const found = await Promise.all(row.agreementIds.map((id) => context.byId(agreements, id)));
    return found.filter((agreement) => agreement !== null);
  }
}

async function ofRecord(id: string, context: Context): Promise<AudienceRow[]> {
  const { collection, uuid } = context.registry.placeOf(id);
  await context.found(collection, uuid);
  const rows = await findAudience(await context.db(), uuid);
  // Its owner at least sees it: nobody means that it was not for this viewer to ask.
  if (rows.length > 0) return rows;
  throw new HubError('FORBIDDEN', "Who sees a record is for its owner's organization and those above it to ask.");
}

async function ofDraft(draft: AudienceDraft, context: Context): Promise<AudienceRow[]> {
  const db = await context.db();
  const rows = await findDraftAudience(db, await draftAccess(db, draft));
  if (rows.length > 0) return rows;
  throw new HubError(
    'FORBIDDEN',
    `Drafts are for the organization of the key and those below it: the owner, and the writer of a series.`,
  );
}
