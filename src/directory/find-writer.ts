import { HubError } from '../kernel/errors';
import type { Db } from '../kernel/postgres/session';
import { findStranger } from './find-stranger';
import { overItsSteward } from './over-its-steward';

export interface Writer {
  id: string;
  code: string;
}

/** The organization of this code, where the key may write for it. */
export async function findWriter(db: Db, code: string): Promise<Writer> {
  const [found] = await db.rows<Writer & { writable: boolean }>(
    `SELECT o.id, o.code, o.id = ANY ((SELECT hub.writers())::uuid[]) AS writable FROM organization o WHERE o.code = $1`,
    [code],
  );
  if (!found) throw new HubError('BAD_USER_INPUT', `There is no organization with the code "${code.slice(0, 63)}".`);
  if (!found.writable)
    throw new HubError('FORBIDDEN', `This key may not write for "${found.code}": ${await whoMay(db, found.code)}`);
  return found;
}

/** The same; unless one is named, the key's own. */
export async function writerOf(db: Db, code: string | null): Promise<Writer> {
  if (code !== null) return findWriter(db, code);
  const [own] = await db.rows<{ code: string }>('SELECT o.code FROM organization o WHERE o.id = (SELECT hub.viewer())');
  return findWriter(db, own!.code);
}

/** The same, where agreements and sharing groups of the organization are the key's to keep, too. */
export async function findKeeper(db: Db, code: string): Promise<Writer> {
  const [found] = await db.rows<{ hasSteward: boolean | null }>(
    `SELECT o.id <> (SELECT hub.viewer()) AND hub.has_steward(o.id) AS "hasSteward" FROM organization o WHERE o.code = $1`,
    [code],
  );
  if (found?.hasSteward) throw overItsSteward(code, 'only that one keeps its agreements and sharing groups.');
  return findWriter(db, code);
}

/** A key names only organizations below its own: where the one asked for is none, no other key of that organization helps. */
async function whoMay(db: Db, code: string): Promise<string> {
  const [own] = await db.rows<{ code: string }>('SELECT o.code FROM organization o WHERE o.id = (SELECT hub.viewer())');
  return (await findStranger(db, own!.code, [code])) === null
    ? "a steward of this key's organization can issue another that names it in writesFor."
    : `it stands neither at nor below "${own!.code}", the organization of this key. Only a key of its own, or of one above it, may.`;
}
