import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../context';
import { ingest } from './ingest';
import { IngestSamplesInput, IngestSamplesPayload } from './ingest.type';

@Resolver()
export class IngestResolver {
  @Mutation(() => IngestSamplesPayload, { description: 'Takes samples; the same call again changes nothing.' })
  ingestSamples(
    @Arg('input', () => IngestSamplesInput, { description: 'The samples.' }) input: IngestSamplesInput,
    @Ctx() context: Context,
  ) {
    return context.write((db) => ingest(db, input, context.now()));
  }
}
