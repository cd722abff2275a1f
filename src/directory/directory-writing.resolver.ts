import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../context';
import { HubError } from '../kernel/errors';
import { upsertPayload } from '../kernel/writing/refusal.type';
import { UpsertOrganizationsInput, UpsertRegionsInput } from './directory.input.type';
import { upsertOrganizations, upsertRegions } from './upsert-directory';

const OrganizationsPayload = upsertPayload('Organizations');
const RegionsPayload = upsertPayload('Regions');

@Resolver()
export class DirectoryWritingResolver {
  @Mutation(() => OrganizationsPayload, {
    description: "Writes organizations below the key's own. Needs the role STEWARD.",
  })
  upsertOrganizations(
    @Arg('input', () => UpsertOrganizationsInput, { description: 'The organizations.' })
    input: UpsertOrganizationsInput,
    @Ctx() context: Context,
  ) {
    refuseUnlessSteward(context);
    return context.write((db) => upsertOrganizations(db, input)).then(nothingRetired);
  }

  @Mutation(() => RegionsPayload, { description: 'Writes regions. Needs the role STEWARD at the national center.' })
  upsertRegions(
    @Arg('input', () => UpsertRegionsInput, { description: 'The regions.' }) input: UpsertRegionsInput,
    @Ctx() context: Context,
  ) {
    refuseUnlessSteward(context);
    return context.write((db) => upsertRegions(db, input)).then(nothingRetired);
  }
}

const nothingRetired = <T extends object>(result: T) => ({ ...result, retired: 0 });

/** Says early what the policies decide: the message can name the role. */
function refuseUnlessSteward({ viewer }: Context): void {
  if (viewer.role !== 'STEWARD')
    throw new HubError('FORBIDDEN', `Keeping the directory needs the role STEWARD: this key has ${viewer.role}.`);
}
