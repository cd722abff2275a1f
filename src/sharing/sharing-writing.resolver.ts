import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../context';
import {
  AcceptAgreementInput,
  AcceptAgreementPayload,
  ProposeAgreementInput,
  ProposeAgreementPayload,
  RevokeAgreementInput,
  RevokeAgreementPayload,
} from './agreement.input.type';
import { proposeAgreement } from './propose-agreement';
import { refuseUnlessSteward } from '../directory/refuse-unless-steward';
import { saveSharingGroup } from './save-sharing-group';
import { agreements, sharingGroups } from './sharing.collection';
import { SaveSharingGroupInput, SaveSharingGroupPayload } from './sharing-group.input.type';
import { acceptAgreement, revokeAgreement } from './step-agreement';

@Resolver()
export class SharingWritingResolver {
  @Mutation(() => ProposeAgreementPayload, {
    description:
      'Offers an agreement. Needs the role STEWARD for the provider; it gives nothing before it is accepted.',
  })
  async proposeAgreement(
    @Arg('input', () => ProposeAgreementInput, { description: 'The agreement.' }) input: ProposeAgreementInput,
    @Ctx() context: Context,
  ) {
    refuseUnlessSteward(context.viewer, 'Proposing an agreement');
    const id = await context.write((db) => proposeAgreement(db, input, context.now()));
    return { agreement: await context.byId(agreements, id) };
  }

  @Mutation(() => AcceptAgreementPayload, {
    description:
      'Accepts an agreement. Needs the role STEWARD for its consumer, or for the keeper of the group it is with.',
  })
  async acceptAgreement(
    @Arg('input', () => AcceptAgreementInput, { description: 'The agreement.' }) input: AcceptAgreementInput,
    @Ctx() context: Context,
  ) {
    refuseUnlessSteward(context.viewer, 'Accepting an agreement');
    const id = await context.write((db) => acceptAgreement(db, input.id));
    return { agreement: await context.byId(agreements, id) };
  }

  @Mutation(() => RevokeAgreementPayload, {
    description: 'Ends an agreement from the next request on. Needs the role STEWARD for its provider or its consumer.',
  })
  async revokeAgreement(
    @Arg('input', () => RevokeAgreementInput, { description: 'The agreement.' }) input: RevokeAgreementInput,
    @Ctx() context: Context,
  ) {
    refuseUnlessSteward(context.viewer, 'Ending an agreement');
    const id = await context.write((db) => revokeAgreement(db, input.id, context.viewer));
    return { agreement: await context.byId(agreements, id) };
  }

  @Mutation(() => SaveSharingGroupPayload, {
    description: 'Makes a sharing group, or gives it name and members anew. Needs the role STEWARD for its keeper.',
  })
  async saveSharingGroup(
    @Arg('input', () => SaveSharingGroupInput, { description: 'The group.' }) input: SaveSharingGroupInput,
    @Ctx() context: Context,
  ) {
    refuseUnlessSteward(context.viewer, 'Keeping a sharing group');
    const id = await context.write((db) => saveSharingGroup(db, input));
    return { sharingGroup: await context.byId(sharingGroups, id) };
  }
}
