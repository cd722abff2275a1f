import { HubError } from '../kernel/errors';

/** Refuses text that could not be kept as it was sent: NUL, and halves of surrogate pairs. Names the place. */
export function checkText(body: unknown): void {
  const variables = (body as { variables?: unknown } | null | undefined)?.variables;
  const pending: [string, unknown][] = [['variables', variables]];
  for (let entry = pending.pop(); entry; entry = pending.pop()) {
    const [path, value] = entry;
    if (typeof value === 'string') checkString(path, value);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) pending.push([`${path}.${key}`, inner]);
    }
  }
}

function checkString(path: string, text: string): void {
  if (!text.isWellFormed())
    throw new HubError(
      'BAD_USER_INPUT',
      `${path.slice(0, 200)} is not well-formed Unicode: it holds half of a surrogate pair.`,
    );
  if (text.includes('\0'))
    throw new HubError('BAD_USER_INPUT', `${path.slice(0, 200)} holds a NUL character: remove it.`);
}
