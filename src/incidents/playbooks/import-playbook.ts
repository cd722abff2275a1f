import { findKeeper } from '../../directory/find-writer';
import { HubError } from '../../kernel/errors';
import type { Db } from '../../kernel/postgres/session';
import { isWider, markingOf } from './cacao-marking.rules';
import { findStanding, keepPlaybook, readOrRefuse, refuseOtherVersion } from './keep-playbook';
import type { JsonObject } from './object-reader.rules';
import { importedSource } from './playbook-draft.rules';
import type { ImportPlaybookInput } from './playbook.input.type';

/** Keeps a document of CACAO 2.0 whole, by its own identifier: a later version takes the place of an earlier one. Answers its UUID. */
export async function importPlaybook(db: Db, input: ImportPlaybookInput): Promise<string> {
  const playbook = readOrRefuse(input.cacao, 'cacao');
  const document = input.cacao as JsonObject;
  const marked = markingOf(document);
  if (marked && isWider(input.tlp, marked))
    throw new HubError('BAD_USER_INPUT', `tlp: the document is marked TLP:${marked}: it is kept so, or more strictly.`);
  const { id: ownerId } = await findKeeper(db, input.owner);
  const key = { ownerId, source: importedSource, externalId: playbook.id };
  const standing = await findStanding(db, key);
  refuseOtherVersion(standing, input.version);
  const [standsSince, sent] = [standing?.document['modified'], document['modified']].map((text) =>
    Date.parse(String(text)),
  );
  if (standsSince! > sent!)
    throw new HubError(
      'CONFLICT',
      `cacao: $.modified lies before that of the version which stands: import that one's successor.`,
    );
  return keepPlaybook(db, key, { document, playbook, tlp: input.tlp }, standing);
}
