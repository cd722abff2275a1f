// Follows a hub: every change that the key may see, as a line of JSON, from where it ended. HUB_URL, HUB_KEY; node follow.ts STATE OUT (Node 24).
import { existsSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const [state = 'follow.state', out = 'changes.ndjson'] = process.argv.slice(2);
const query = `query ($after: Cursor) { changes(after: $after, first: 200) { endCursor hasMore
  changes { cursor operation at type nodeId ranges { series from to } node { id ... on Device { name status } ... on Incident { title state severity } } } } }`;
type Changes = { changes: object[]; endCursor: string; hasMore: boolean };
type Answer = { data?: { changes: Changes }; errors?: { message: string; extensions: { code: string } }[] };
const keep = (file: string, flag: string, text: string) =>
  writeFileSync(file, text, { flag, mode: 0o600, flush: true });
const final = new Set(['CURSOR_EXPIRED', 'INVALID_CURSOR', 'UNAUTHENTICATED', 'FORBIDDEN', 'BAD_USER_INPUT']);
async function ask(after: string | null): Promise<Changes> {
  for (let wait = 500; ; wait = Math.min(60_000, wait * 2)) {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${process.env['HUB_KEY']}` };
    const body = JSON.stringify({ query, variables: { after } });
    const answer: Answer = await fetch(`${process.env['HUB_URL']}/graphql`, { method: 'POST', headers, body })
      .then((response) => response.json() as Promise<Answer>)
      .catch((error) => ({ errors: [{ message: String(error), extensions: { code: 'UNAVAILABLE' } }] }));
    const [error] = answer.errors ?? [];
    if (answer.data && !error) return answer.data.changes;
    // CURSOR_EXPIRED: remove STATE and let go what you hold. What is passing (the hub is away, or busy) is asked again.
    if (error && final.has(error.extensions.code)) throw new Error(`${error.extensions.code}: ${error.message}`);
    console.error(`${error?.message ?? 'no answer'}: asking again in ${wait} ms`);
    await pause(wait);
  }
}
async function follow() {
  // A page is kept before its lines go out, and goes out again as it was after a kill: so some come twice, and none is missing. Asked again it could
  // be another one, that says nothing of a record which a line told of and which is gone by now. A line that was cut short is cut off.
  if (existsSync(out)) truncateSync(out, readFileSync(out).lastIndexOf(10) + 1);
  let page = existsSync(state) ? (JSON.parse(readFileSync(state, 'utf8')) as Changes) : await ask(null);
  for (; ; page = await ask(page.endCursor)) {
    keep(`${state}.part`, 'w', JSON.stringify(page));
    renameSync(`${state}.part`, state);
    keep(out, 'a', page.changes.map((change) => `${JSON.stringify(change)}\n`).join(''));
    if (!page.hasMore) await pause(2000);
  }
}
void follow();
