import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * How far a follower has come, with the last page that it was told: kept before any line of this goes out. After a kill the page goes out again as it
 * was; asked again it could be another one, which says nothing of a record that the lines told of and that is gone by now.
 */
export interface FollowState {
  feed: string | null;
  /** Behind the page. */
  cursor: string;
  lines: string;
}

/** Null where there is no such file yet. */
export async function readState(file: string): Promise<FollowState | null> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new Error(`${file} can not be read (${error.message}): name the file that keeps how far you have come.`);
  });
  if (text === null) return null;
  const state = parse(text);
  if (state) return state;
  throw new Error(
    `${file} does not hold how far a feed has been followed: name another file, or begin anew with --start-over.`,
  );
}

function parse(text: string): FollowState | null {
  try {
    const { feed, cursor, lines } = JSON.parse(text) as Partial<FollowState>;
    return typeof cursor === 'string' && typeof lines === 'string' ? { feed: feed ?? null, cursor, lines } : null;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return null;
    throw error;
  }
}

/** There whole or as it was before, and on the disk when this is done. */
export async function keepState(file: string, state: FollowState): Promise<void> {
  const part = `${file}.part`;
  const handle = await open(part, 'w', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(state)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(part, file);
  const folder = await open(dirname(file));
  await folder.sync().finally(() => folder.close());
}
