import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from '../../context';
import { ownerOf } from '../../directory/directory.edges';
import { ApiClient } from '../../directory/api-client/api-client.type';
import { Organization } from '../../directory/directory.type';
import { HubError } from '../../kernel/errors';
import { uuidOf } from '../../kernel/ids';
import { List, Needs, One } from '../../kernel/reading/field-edge';
import { filterOf } from '../changes.resolver';
import { fedTypes } from '../fed-types';
import { bulkExports, clientOf } from './export.collection';
import type { ExportRow } from './export.entity';
import {
  CancelExportInput,
  CancelExportPayload,
  Export,
  ExportArgs,
  ExportConnection,
  StartExportInput,
  StartExportPayload,
} from './export.type';
import { pathOf } from './export.values';
import { keepAsClient } from './keep-as-client';
import { startExport } from './start-export';

@Resolver(() => Export)
export class ExportResolver {
  @List(bulkExports, () => ExportConnection, () => ExportArgs, {
    description: 'Exports that the client of the key has asked for and, for a steward, those of clients that it keeps.',
  })
  readonly exports: unknown;

  @One(ownerOf, () => Organization, { description: 'The organization whose client asked for it.' })
  readonly owner: unknown;

  @One(clientOf, () => ApiClient, {
    nullable: true,
    description: 'The client that asked for it; null for keys that do not see clients.',
  })
  readonly client: unknown;

  @Needs('state')
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Of DONE: where a key of the client gets the file, by GET from the address of the hub; Range resumes a download.',
  })
  downloadPath(@Root() { id, state }: ExportRow) {
    return state === 'DONE' ? pathOf(id) : null;
  }

  @Mutation(() => StartExportPayload, {
    description:
      'Begins to write what the key may see to a file, in the background, for any role. Errors: RATE_LIMITED where the client has as many under way as it may, BAD_USER_INPUT of what does not fit.',
  })
  async startExport(
    @Arg('input', () => StartExportInput, { description: 'What to export.' }) input: StartExportInput,
    @Ctx() context: Context,
  ) {
    const filter = await filterOf(input, context);
    const id = await keepAsClient(context, (db) => startExport(db, fedTypes(context.registry), { ...input, filter }));
    return { export: await context.byId(bulkExports, id) };
  }

  @Mutation(() => CancelExportPayload, {
    description: 'Ends an export of the client of the key, or lets its file go, for any role. Errors: NOT_FOUND.',
  })
  async cancelExport(
    @Arg('input', () => CancelExportInput, { description: 'Which one.' }) { id }: CancelExportInput,
    @Ctx() context: Context,
  ) {
    const uuid = uuidOf('exp', id);
    const isThere = await keepAsClient(context, async (db) => {
      const [row] = await db.rows<{ found: boolean }>('SELECT hub.cancel_export($1) AS found', [uuid]);
      return row!.found;
    });
    if (!isThere) throw new HubError('NOT_FOUND', 'There is no such record for this key.');
    return { export: await context.byId(bulkExports, uuid) };
  }
}
