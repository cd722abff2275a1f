import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Prefixes in the order of the address plan, without sorting all of them for a page. */
export class OrderPrefixes1790000001500 implements MigrationInterface {
  name = 'OrderPrefixes1790000001500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX prefix_value ON hub.prefix (prefix, id)');
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}
