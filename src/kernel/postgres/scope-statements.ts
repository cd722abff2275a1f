/** A reader sees one moment, and of what may be withheld the views of schema shown: connections in the API's role find those first. */
export const beginReading = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';
export const beginWriting = 'BEGIN ISOLATION LEVEL READ COMMITTED';
/** A writer writes to the tables themselves, and its statements are planned for what it brings; none takes longer than $1 milliseconds. */
export const settingsOfWriting = `
  SELECT set_config('search_path', 'hub', true), set_config('plan_cache_mode', 'auto', true), set_config('statement_timeout', $1, true)`;

/** How many organizations a setting of the scope lists, as uuid[]::text: {uuid,uuid} is a UUID and a character for each, and one character. */
const countIn = (setting: string): string => `octet_length(current_setting('hub.${setting}', true)) / 37`;

/** What is said of who asks, by a function that sets its scope. */
export const identitySql = (entering: string): string =>
  `SELECT e.client_id AS "clientId", e.label, e.role, e.organization_id AS "organizationId", e.networks, e.expires_at AS "expiresAt",
              ${countIn('inventory_owners')} AS "inventoryOwners", ${countIn('samples_owners')} AS "samplesOwners", ${countIn('warnings_owners')} AS "warningsOwners"
         FROM ${entering} e`;

/** Resolves a key ($1), the hash of its secret ($2) and the address it is used from ($3) to who asks; no row where none is in force. */
export const enterSql = identitySql('hub.enter($1, $2, $3)');
