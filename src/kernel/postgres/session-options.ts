export interface SessionOptions {
  mode: 'read' | 'write';
  /** Instant (Date.now()) after which nothing of this session goes on, however many statements it had. */
  deadline: number;
  signal?: AbortSignal | undefined;
  onStatement?: ((text: string, values: readonly unknown[]) => void) | undefined;
}

/** So long may the end of a transaction take that nobody waits for, and what it still runs, in milliseconds. */
export const longestEnd = 5_000;
export const shortWork = 200;
