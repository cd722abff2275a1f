import { isDeepStrictEqual } from 'node:util';
import { HubError } from '../../kernel/errors';
import { newId } from '../../kernel/ids';
import type { Db } from '../../kernel/postgres/session';
import type { Tlp } from '../../sharing/sharing.values';
import type { CacaoPlaybook } from './cacao-playbook';
import { readCacao } from './cacao.rules';
import type { Fault } from './faults.rules';
import { fitsOf, keyOfFit } from './fits.rules';
import type { JsonObject } from './object-reader.rules';

/** Whose a playbook is, and its key. No owner: it comes with the hub. */
export interface PlaybookKey {
  ownerId: string | null;
  source: string;
  externalId: string;
}

export interface Standing {
  id: string;
  version: number;
  tlp: Tlp;
  document: JsonObject;
}

/** The playbook of this key as it stands, held until the transaction ends. */
export async function findStanding(db: Db, { ownerId, source, externalId }: PlaybookKey): Promise<Standing | null> {
  const [standing] = await db.rows<Standing>(
    `SELECT p.id, p.version, p.tlp, p.document FROM playbook p
      WHERE p.owner_id IS NOT DISTINCT FROM $1::uuid AND p.source = $2 AND p.external_id = $3 FOR UPDATE`,
    [ownerId, source, externalId],
  );
  return standing ?? null;
}

/** Refuses where another version stands than the one that is to be changed. */
export function refuseOtherVersion(standing: Standing | null, version: number | null | undefined): void {
  if (version == null || version === standing?.version) return;
  if (!standing)
    throw new HubError('CONFLICT', 'version: there is no such playbook yet: leave the version away.', {
      version: null,
    });
  throw new HubError(
    'CONFLICT',
    `version: ${version} was changed meanwhile, ${standing.version} stands: read it, then send your change again.`,
    { version: standing.version },
  );
}

/** What the hub reads of a document, or everything that is wrong with it, told by path and reason, with steps by the names given. */
export function readOrRefuse(
  document: unknown,
  field: string,
  names: ReadonlyMap<string, string> = new Map(),
): CacaoPlaybook {
  const { playbook, faults: found, count } = readOf(document);
  if (playbook) return playbook;
  const named = (text: string) => [...names].reduce((words, [name, id]) => words.replaceAll(id, name), text);
  const faults = found.map(({ path, reason }) => ({ path: named(path), reason: named(reason) }));
  throw new HubError('BAD_USER_INPUT', `${field}: ${inWords(faults, count)}`, { faults, more: count - faults.length });
}

function readOf(document: unknown) {
  const read = readCacao(document);
  return read.playbook
    ? { playbook: read.playbook, faults: [], count: 0 }
    : { playbook: null, faults: read.faults, count: read.count };
}

const inWords = (faults: readonly Fault[], count: number): string =>
  `${faults[0]!.path} ${faults[0]!.reason}${count > 1 ? ` And ${count - 1} more: see extensions.faults.` : ''}`;

/** Keeps a document that has been read, new or in place of what stands under its key; what stands so already is left alone. Answers its UUID. */
export async function keepPlaybook(
  db: Db,
  { ownerId, source, externalId }: PlaybookKey,
  kept: { document: JsonObject; playbook: CacaoPlaybook; tlp: Tlp },
  standing: Standing | null,
): Promise<string> {
  const { document, playbook, tlp } = kept;
  if (standing && standing.tlp === tlp && isDeepStrictEqual(standing.document, document)) return standing.id;
  const [written] = await db.rows<{ id: string }>(
    `INSERT INTO playbook AS p (id, owner_id, source, external_id, tlp, cacao_id, name, description, types, labels, fits, is_revoked, valid_from, valid_until, document)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
     ON CONFLICT (owner_id, source, external_id) DO UPDATE
        SET tlp = EXCLUDED.tlp, cacao_id = EXCLUDED.cacao_id, name = EXCLUDED.name, description = EXCLUDED.description, types = EXCLUDED.types,
            labels = EXCLUDED.labels, fits = EXCLUDED.fits, is_revoked = EXCLUDED.is_revoked, valid_from = EXCLUDED.valid_from,
            valid_until = EXCLUDED.valid_until, document = EXCLUDED.document
     RETURNING p.id`,
    [
      ...[newId(), ownerId, source, externalId, tlp, playbook.id, playbook.name, playbook.description],
      ...[playbook.types, playbook.labels, [...new Set(fitsOf(playbook.labels).map(keyOfFit))], playbook.isRevoked],
      ...[playbook.validFrom?.toISOString() ?? null, playbook.validUntil?.toISOString() ?? null],
      JSON.stringify(document),
    ],
  );
  return written!.id;
}
