import type { Context } from '../../../context';
import { toPublicId } from '../../../kernel/ids';
import type { Withheld } from '../../../kernel/reading/withheld';
import { readerOf } from '../../changes.resolver';
import type { FoundChange } from '../../engine/change';
import { readChanges } from '../../engine/read-changes';
import type { ChangeFilter } from '../../view/change-filter';
import { contentOf, variablesOf, type Content } from '../content/content';
import type { SentChange } from '../content/message';

/** What a query is answered within a context, by the limits, the cost and the masking of requests. */
export interface Answered {
  data: Record<string, (Record<string, unknown> | null)[]>;
  withheld: readonly Withheld[];
}
export type Ask = (context: Context, query: string, variables: Record<string, unknown>) => Promise<Answered>;

export interface Asked {
  cursor: string | null;
  filter: ChangeFilter;
  content: string | null;
  atMost: number;
}

/** Changes as they are sent, and where they end. */
export interface Batch {
  changes: SentChange[];
  cursor: string;
  endOfLog: string | null;
  expiresAt: string;
}

/** What comes behind a cursor for the client of a context, with its content: of one moment. */
export async function readBatch(context: Context, ask: Ask, asked: Asked): Promise<Batch> {
  const { cursor: after, filter, atMost: first } = asked;
  const { changes, place, cursorOf, hasMore } = await readChanges(await readerOf(context), { after, filter, first });
  const nodes = await readNodes(context, ask, contentOf(asked.content ?? ''), changes);
  const sent = changes.map((change): SentChange => {
    const { operation, at, collection, uuid, ranges } = change;
    const nodeId = toPublicId(collection.prefix, uuid);
    return {
      ...{ cursor: cursorOf(change.place), operation, at, nodeId },
      type: operation === 'APPENDED' ? 'SampleRange' : collection.typeName,
      node: isShown(change) ? (nodes.get(nodeId) ?? null) : null,
      ranges: ranges?.map((range) => ({ ...range, series: toPublicId('ser', range.series) })) ?? null,
    };
  });
  const expiresAt = new Date((place.at + context.feedHorizonDays() * 86_400) * 1000).toISOString();
  return { changes: sent, cursor: cursorOf(place), endOfLog: hasMore ? null : place.position.xid, expiresAt };
}

const isShown = ({ operation }: FoundChange): boolean => ['CREATED', 'UPDATED', 'DISCLOSED'].includes(operation);

/** Records by their ids, each with the content of its type; what is withheld of them is left out. */
async function readNodes(
  context: Context,
  ask: Ask,
  content: Content,
  changes: readonly FoundChange[],
): Promise<Map<string, object>> {
  const shown = changes.filter(isShown);
  if (shown.length === 0) return new Map();
  const idsOf = new Map<string, string[]>();
  for (const { collection, uuid } of shown)
    idsOf.set(collection.typeName, [...(idsOf.get(collection.typeName) ?? []), toPublicId(collection.prefix, uuid)]);
  const { data, withheld } = await ask(context, content.query, variablesOf(content, idsOf));
  for (const { path } of withheld) leaveOut(data, path);
  const found = Object.values(data).flat();
  return new Map(found.flatMap((node) => (node ? [[node['id'] as string, node] as const] : [])));
}

/** Takes a field out of an answer. */
function leaveOut(data: object, path: readonly (string | number)[]): void {
  let parent = data as Record<string | number, unknown>;
  for (const part of path.slice(0, -1)) parent = parent[part] as Record<string | number, unknown>;
  delete parent[path.at(-1)!];
}
