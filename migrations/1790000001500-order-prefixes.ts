import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Prefixes in the order of the address plan, by owner: a viewer of few does not walk over others'. */
export class OrderPrefixes1790000001500 implements MigrationInterface {
  name = 'OrderPrefixes1790000001500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX prefix_owner_value ON hub.prefix (owner_id, prefix, id)');
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}
