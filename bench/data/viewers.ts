import { createHash } from 'node:crypto';
import type { Queryable } from '../../src/kernel/postgres/database';

export const viewerNames = ['national', 'regional', 'partner'] as const;
export type ViewerName = (typeof viewerNames)[number];

/** The center above all owners; one of 34 regional centers with its agencies; an organization that sees 1 % by agreement. */
export const organizationOf: Record<ViewerName, string> = { national: 'NMC', regional: 'RC-7', partner: 'PARTNER' };

export interface Viewer {
  name: ViewerName;
  /** The key as its holder sends it. */
  key: string;
}

const digest = (text: string): Buffer => createHash('sha256').update(`commonwatch bench ${text}`).digest();
const secretOf = (name: ViewerName): Buffer => digest(`secret ${name}`);

/** An id that is the same in every database, in the form of UUIDv7. */
function fixedId(text: string): string {
  const hex = digest(text).toString('hex');
  return `01990000-0000-7${hex.slice(0, 3)}-8${hex.slice(3, 6)}-${hex.slice(6, 18)}`;
}

export const viewers: Viewer[] = viewerNames.map((name) => ({
  name,
  key: `cwk_${fixedId(`key ${name}`).replaceAll('-', '')}_${secretOf(name).toString('base64url')}`,
}));

/** Gives each viewer its key, the same in every run; it ends a day after the last one. */
export async function keepKeys(operator: Queryable): Promise<void> {
  for (const name of viewerNames) {
    const hash = createHash('sha256').update(secretOf(name)).digest();
    await operator.query(
      `WITH owner AS (SELECT o.id FROM hub.organization o WHERE o.code = $1),
            client AS (INSERT INTO hub.api_client (id, owner_id, label, role) SELECT $2, o.id, $3, 'READER' FROM owner o ON CONFLICT DO NOTHING),
            key AS (INSERT INTO hub.api_key (id, client_id, owner_id, expires_at) SELECT $4, $2, o.id, now() + interval '1 day' FROM owner o
                    ON CONFLICT (id) DO UPDATE SET expires_at = EXCLUDED.expires_at)
       INSERT INTO private.api_secret (key_id, hash) VALUES ($4, $5) ON CONFLICT DO NOTHING`,
      [organizationOf[name], fixedId(`client ${name}`), `bench ${name}`, fixedId(`key ${name}`), hash],
    );
  }
}
