import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Viewer } from '../data/viewers';
import type { Ask, Question } from '../questions/questions';
import { headersOf, send, type Request } from './server';

/** How a GraphQL server is asked. */
export interface Dialect {
  /** Folder of its documents, one a question. */
  documents: string;
  path: string;
  variablesOf: (ask: Ask) => object;
  /** A document that asks for nothing but the cursor at the end of a page; the same page as the question's. */
  cursor: Record<NonNullable<Question['pages']>, { query: string; of: (data: never) => string }>;
}

/** The asks as requests; pages are reached by the cursors that the server gives. */
export async function graphqlRequests(
  { documents, path, variablesOf, cursor }: Dialect,
  port: number,
  viewer: Viewer,
  { name, pages }: Question,
  asks: Ask[],
): Promise<Request[] | null> {
  const file = join(documents, `${name}.graphql`);
  if (!existsSync(file)) return null;
  // As clients send it: without the blanks that are for people.
  const query = readFileSync(file, 'utf8').replace(/\s+/g, ' ').trim();
  const request = (text: string, variables: object): Request => ({
    ...{ path, headers: headersOf(viewer) },
    body: JSON.stringify({ query: text, variables }),
  });
  if (!pages) return asks.map((ask) => request(query, variablesOf(ask)));
  const requests: Request[] = [];
  let after: string | null = null;
  for (let page = 0; page < asks.length; page += 1) {
    requests.push(request(query, { after }));
    after = cursor[pages].of((await send(port, request(cursor[pages].query, { after }))) as never);
  }
  return requests;
}
