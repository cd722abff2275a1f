export interface SessionOptions {
  mode: 'read' | 'write';
  /** Instant (Date.now()) after which nothing of this session goes on, however many statements it had. */
  deadline: number;
  signal?: AbortSignal | undefined;
  onStatement?: ((text: string, values: readonly unknown[]) => void) | undefined;
}
