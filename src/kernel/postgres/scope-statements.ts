/** A reader sees one moment, and of what may be withheld the views of schema shown: connections in the API's role find those first. */
export const beginReading = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';
/** A writer writes to the tables themselves, and its statements are planned for what it brings. */
export const beginWriting =
  'BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL search_path = hub; SET LOCAL plan_cache_mode = auto;';

/** Resolves a key ($1), the hash of its secret ($2) and the address it is used from ($3) to who asks; no row where none is in force. */
export const enterSql = `SELECT e.client_id AS "clientId", e.label, e.role, e.organization_id AS "organizationId", e.networks, e.expires_at AS "expiresAt",
              cardinality(hub.inventory_owners()) AS "inventoryOwners", cardinality(hub.samples_owners()) AS "samplesOwners"
         FROM hub.enter($1, $2, $3) e`;
