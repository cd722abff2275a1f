/** Of what was asked while the hub or its database may be gone: refused before it was heard, or nobody said what became of it. */
export type Unsure = 'unheard' | 'unanswered';

/** What an asking has come to; anything that is neither an answer nor a break fails as it is. */
export async function answerOrUnsure<T>(asking: () => Promise<T>): Promise<T | Unsure> {
  try {
    return await asking();
  } catch (error) {
    if (codeOf(error) === 'ECONNREFUSED') return 'unheard';
    if (isBreak(error)) return 'unanswered';
    throw error;
  }
}

const codeOf = (error: unknown): string => {
  const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } };
  return String(code ?? cause?.code ?? '');
};

/** A connection that broke, a server that goes or comes, or a hub without its database. */
const isBreak = (error: unknown): boolean =>
  /^(E[A-Z]+|UND_ERR_.*|57P0\d|UNAVAILABLE)$/.test(codeOf(error)) ||
  /fetch failed|terminated|timeout exceeded|not queryable|connection error/i.test((error as Error).message);

/** What a hub somewhere answers to a key; its first error is thrown with its code. */
export async function ask<T>(url: string, key: string, query: string, variables: object = {}): Promise<T> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: T; errors?: Refused[] };
  const refused = errors?.[0];
  if (refused) throw Object.assign(new Error(JSON.stringify(errors)), { code: refused.extensions?.code });
  return data;
}

interface Refused {
  extensions?: { code?: string };
}
