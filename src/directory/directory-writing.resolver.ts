import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../context';
import { upsertPayload } from '../kernel/writing/refusal.type';
import { UpsertOrganizationsInput, UpsertRegionsInput } from './directory.input.type';
import { refuseUnlessSteward } from './refuse-unless-steward';
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
    refuseUnlessSteward(context.viewer, 'Keeping the directory');
    return context.write((db) => upsertOrganizations(db, input)).then(nothingRetired);
  }

  @Mutation(() => RegionsPayload, { description: 'Writes regions. Needs the role STEWARD at the national center.' })
  upsertRegions(
    @Arg('input', () => UpsertRegionsInput, { description: 'The regions.' }) input: UpsertRegionsInput,
    @Ctx() context: Context,
  ) {
    refuseUnlessSteward(context.viewer, 'Keeping the directory');
    return context.write((db) => upsertRegions(db, input)).then(nothingRetired);
  }
}

const nothingRetired = <T extends object>(result: T) => ({ ...result, retired: 0 });
