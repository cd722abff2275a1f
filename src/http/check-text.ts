import { HubError } from '../kernel/errors';

/** No input of the schema goes deeper; what coerces values recurses, and would run out of stack. */
const maxDepth = 64;

/** Refuses variables that could not be kept as they were sent: NUL, halves of surrogate pairs, depth without end. Names the place. */
export function checkText(variables: Record<string, unknown>): void {
  const pending: [string, unknown, number][] = [['variables', variables, 0]];
  for (let entry = pending.pop(); entry; entry = pending.pop()) {
    const [path, value, depth] = entry;
    if (depth > maxDepth)
      throw new HubError('TOO_COMPLEX', `Variables may nest ${maxDepth} levels: ${name(path)} goes deeper.`);
    if (typeof value === 'string') checkString(path, value);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        checkString(`a name in ${path}`, key);
        pending.push([`${path}.${key}`, inner, depth + 1]);
      }
    }
  }
}

const name = (path: string): string => path.slice(0, 200);

function checkString(path: string, text: string): void {
  if (!text.isWellFormed())
    throw new HubError(
      'BAD_USER_INPUT',
      `${name(path)} is not well-formed Unicode: it holds half of a surrogate pair.`,
    );
  if (text.includes('\0')) throw new HubError('BAD_USER_INPUT', `${name(path)} holds a NUL character: remove it.`);
}
