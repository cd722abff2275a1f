import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who stands above a side of an agreement is told so even where a group names it as well that is not everybody's to know. */
export class TellThoseAbove1790000001600 implements MigrationInterface {
  name = 'TellThoseAbove1790000001600';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are append-only: restore a backup made with `hub backup` instead of going down.');
  }
}

const sql = String.raw`
DO $$
DECLARE
  reasons CONSTANT text := pg_get_functiondef('private.reasons(text, text, uuid, uuid, uuid, text, text, uuid[])'::regprocedure);
  part    CONSTANT text := 'reasons.party_ids && hub.owners() AND NOT reasons.party_ids && hub.identities()';
  other   CONSTANT text := 'reasons.party_ids && array_remove(hub.owners(), hub.viewer())';
BEGIN
  -- Some databases were made when an earlier migration said so already.
  IF position(other IN reasons) > 0 THEN RETURN; END IF;
  IF position(part IN reasons) = 0 THEN RAISE EXCEPTION 'there is no "%" to mend', part; END IF;
  EXECUTE replace(reasons, part, other);
END $$;
`;
