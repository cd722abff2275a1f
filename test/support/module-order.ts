/** A module imports from rows above its own; what shares a row may meet, and the cycle check keeps that one way. */
const ORDER = [
  ['kernel', 'migrations'],
  ['migrations.ts'],
  ['directory'],
  ['sharing'],
  ['inventory'],
  ['monitoring'],
  ['warnings'],
  ['incidents'],
  ['finding', 'overview'],
  ['feeds'],
  ['sources'],
  ['demo', 'operations'],
  ['context.ts', 'context-options.ts'],
  ['http'],
  ['registry.ts', 'schema.ts', 'server.ts'],
  ['banner.ts', 'main.ts', 'cli.ts'],
];

/** The folder of `src/`, or the file beside them: `kernel`, `main.ts`; `migrations` for a migration. */
export function moduleOf(path: string): string {
  const [top = '', name = ''] = path.split('/');
  return top === 'src' ? name : top;
}

/** The module's row in the order; -1 where it has none. */
export function rankOf(module: string): number {
  return ORDER.findIndex((row) => row.includes(module));
}
