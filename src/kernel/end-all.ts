export type End = () => Promise<void>;

/** Ends what was begun, the last first, each even where another fails; what failed first is thrown once all were tried. */
export async function endAll(ends: End[]): Promise<void> {
  const failures: unknown[] = [];
  for (let end = ends.pop(); end; end = ends.pop()) {
    try {
      await end();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
