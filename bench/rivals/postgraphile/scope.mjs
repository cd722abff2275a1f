import { createHash } from 'node:crypto';

const key = /^Bearer cwk_([0-9a-f]{32})_([A-Za-z0-9_-]{43})$/;

/** What the policies for reading ask. */
const settings = [
  ...[
    'hub.viewer',
    'hub.owners',
    'hub.identities',
    'hub.open_markings',
    'hub.inventory_owners',
    'hub.inventory_grants',
  ],
  ...['hub.samples_owners', 'hub.samples_grants', 'hub.incident_grants'],
];
const enter = `SELECT ${settings.map((name, i) => `current_setting('${name}', true) AS s${i}`).join(', ')} FROM hub.enter($1, $2, $3)`;

/** Resolves the key of a request to its scope, as the hub does, once a request and without a cache: settings for PostGraphile's transactions. */
export async function scopeOf(pool, request) {
  const match = key.exec(request.headers.authorization ?? '');
  if (!match) throw new Error('Send "Authorization: Bearer <key>".');
  const secret = createHash('sha256').update(Buffer.from(match[2], 'base64url')).digest();
  const { rows } = await pool.query({
    ...{ name: 'enter', text: enter, rowMode: 'array' },
    values: [match[1], secret, request.socket.remoteAddress],
  });
  if (rows.length === 0) throw new Error('No key in force matches.');
  return Object.fromEntries(settings.map((name, i) => [name, rows[0][i]]));
}
