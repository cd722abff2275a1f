import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../context';
import { refuseUnlessSteward } from '../refuse-unless-steward';
import {
  IssueKeyInput,
  IssueKeyPayload,
  RevokeClientInput,
  RevokeClientPayload,
  RevokeKeyInput,
  RevokeKeyPayload,
  RotateKeyInput,
  RotateKeyPayload,
} from './api-client.input.type';
import { issueKey, rotateKey } from './issue-key';
import { revokeClient, revokeKey } from './revoke-key';

@Resolver()
export class ApiClientWritingResolver {
  @Mutation(() => IssueKeyPayload, {
    description: 'Makes an API client and its first key. Needs the role STEWARD for its organization or one above it.',
  })
  issueKey(
    @Arg('input', () => IssueKeyInput, { description: 'The client.' }) input: IssueKeyInput,
    @Ctx() context: Context,
  ) {
    refuseUnlessSteward(context.viewer, 'Issuing a key');
    return context.write((db) => issueKey(db, input, context.now()));
  }

  @Mutation(() => RotateKeyPayload, {
    description:
      'Adds a second key to an API client; the first stays until it is revoked or ends. Needs the role STEWARD, as issueKey does.',
  })
  rotateKey(
    @Arg('input', () => RotateKeyInput, { description: 'The client.' }) input: RotateKeyInput,
    @Ctx() context: Context,
  ) {
    refuseUnlessSteward(context.viewer, 'Rotating a key');
    return context.write((db) => rotateKey(db, input, context.now()));
  }

  @Mutation(() => RevokeKeyPayload, {
    description:
      'Ends a key from the next request on, be it the one that asks. Needs the role STEWARD, as issueKey does.',
  })
  async revokeKey(
    @Arg('input', () => RevokeKeyInput, { description: 'The key.' }) input: RevokeKeyInput,
    @Ctx() context: Context,
  ) {
    refuseUnlessSteward(context.viewer, 'Revoking a key');
    return { key: await context.write((db) => revokeKey(db, input.id)) };
  }

  @Mutation(() => RevokeClientPayload, {
    description:
      'Ends an API client and all its keys from the next request on. Needs the role STEWARD, as issueKey does.',
  })
  async revokeClient(
    @Arg('input', () => RevokeClientInput, { description: 'The client.' }) input: RevokeClientInput,
    @Ctx() context: Context,
  ) {
    refuseUnlessSteward(context.viewer, 'Revoking an API client');
    return { client: await context.write((db) => revokeClient(db, input.id)) };
  }
}
