import { setTimeout as pause } from 'node:timers/promises';
import type { ChangeFilter } from '../view/change-filter';
import { mostChanges, type FeedStart } from '../feed.values';
import { documentOf, lineOf, usualDocument, type FollowDocument } from './follow-document';
import { keepState, readState, type FollowState } from './follow-state';
import { askHub, Refused, type HubAsked } from './followed-hub';
import { openSink, type LineSink } from './line-sink';

export interface Following {
  hub: HubAsked;
  /** The code of a saved feed, or its id. */
  feed: string | null;
  filter: ChangeFilter | null;
  /** A document of one's own. */
  query: string | null;
  from: FeedStart | null;
  stateFile: string | null;
  out: string;
  startOver: boolean;
  /** Ends where nothing more is to be told for now. */
  once: boolean;
  /** Between two looks when nothing more is to be told. */
  everyMs: number;
}

interface Page {
  changes: { changes: object[]; endCursor: string; hasMore: boolean };
}

/**
 * Writes what becomes of what the key may see, a change a line, until the signal ends it. After a kill the lines of the last page may come twice, and
 * none is left out.
 */
export async function follow(following: Following): Promise<void> {
  const { hub, feed, query, out, stateFile } = following;
  const before = await stateOf(following);
  const document = query === null ? await usualDocument(hub, feed !== null) : documentOf(query);
  const feedId = feed === null ? null : await findFeed(hub, feed);
  const sink = await openSink(out);
  try {
    await goOn(following, document, feedId, sink, before);
  } catch (error) {
    if (!hub.signal.aborted) throw error instanceof Refused ? withNextStep(error, stateFile) : error;
  } finally {
    await sink.close();
  }
}

async function findFeed(hub: HubAsked, code: string): Promise<string> {
  if (code.startsWith('fed_')) return code;
  const asking = 'query($code: String!) { feeds(filter: { code: { eq: $code } }) { nodes { id } } }';
  const { nodes } = (await askHub<{ feeds: { nodes: { id: string }[] } }>(hub, asking, { code })).feeds;
  if (nodes.length === 1) return nodes[0]!.id;
  const found = nodes.length === 0 ? 'there is no feed with this code for the key' : 'several organizations have one';
  throw new Refused('NOT_FOUND', `--feed ${code}: ${found}. Save one by saveFeed, or give the id of one.`);
}

async function stateOf({ stateFile, startOver, feed }: Following): Promise<FollowState | null> {
  if (stateFile === null || startOver) return null;
  const state = await readState(stateFile);
  if (!state || state.feed === feed) return state;
  const named = (name: string | null) => (name === null ? 'no saved feed' : `the feed "${name}"`);
  throw new Error(
    `${stateFile} tells how far ${named(state.feed)} was followed, and ${named(feed)} is asked for: name another --state, or begin anew with --start-over.`,
  );
}

async function goOn(
  { hub, feed, stateFile, everyMs, once, ...asked }: Following,
  document: FollowDocument,
  feedId: string | null,
  sink: LineSink,
  before: FollowState | null,
): Promise<void> {
  const pages = new Pages(hub, document, { feed: feedId, filter: asked.filter, from: asked.from ?? 'SNAPSHOT' });
  if (before?.lines) await sink.write(before.lines);
  for (let cursor = before?.cursor ?? null; !hub.signal.aborted;) {
    const { changes, endCursor, hasMore } = await pages.next(cursor);
    const lines = changes.map(lineOf).join('');
    if (stateFile !== null && endCursor !== cursor) await keepState(stateFile, { feed, cursor: endCursor, lines });
    if (lines) await sink.write(lines);
    cursor = endCursor;
    if (hasMore) continue;
    if (once) return;
    await pause(everyMs, undefined, { signal: hub.signal });
  }
}

/** Too much in one answer for this key: the page is what can be made smaller. */
const tooLarge = new Set(['COST_TOO_HIGH', 'DEADLINE_EXCEEDED', 'TOO_COMPLEX']);

class Pages {
  private first = mostChanges;

  constructor(
    private readonly hub: HubAsked,
    private readonly document: FollowDocument,
    private readonly asked: { feed: string | null; filter: ChangeFilter | null; from: FeedStart },
  ) {}

  async next(after: string | null): Promise<Page['changes']> {
    try {
      const page = (await askHub<Page>(this.hub, this.document.text, this.variables(after))).changes;
      this.first = Math.min(mostChanges, Math.ceil(this.first * 1.25));
      return page;
    } catch (error) {
      const isTooLarge = error instanceof Refused && tooLarge.has(error.code) && this.document.variables.has('first');
      if (!isTooLarge || this.first <= 1) throw error;
      this.first = Math.ceil(this.first / 4);
      return this.next(after);
    }
  }

  private variables(after: string | null): object {
    const { feed, filter, from } = this.asked;
    const all = { after, first: this.first, filter, feed, ...(after === null && { from }) };
    return Object.fromEntries(Object.entries(all).filter(([name]) => this.document.variables.has(name)));
  }
}

function withNextStep(error: Refused, stateFile: string | null): Refused {
  if (error.code !== 'CURSOR_EXPIRED') return error;
  const where = stateFile === null ? '' : ` kept in ${stateFile}`;
  return new Refused(
    error.code,
    `${error.message} Here: the cursor${where} is of no more use. Let go what you hold, and run this again with --start-over.`,
  );
}
