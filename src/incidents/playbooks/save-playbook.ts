import { isDeepStrictEqual } from 'node:util';
import { findKeeper } from '../../directory/find-writer';
import { HubError } from '../../kernel/errors';
import { uuidOf } from '../../kernel/ids';
import type { Db } from '../../kernel/postgres/session';
import { secondsOf } from './duration.rules';
import { fitsOf, labelOfFit, type Fit } from './fits.rules';
import {
  findStanding,
  keepPlaybook,
  readOrRefuse,
  refuseOtherVersion,
  type PlaybookKey,
  type Standing,
} from './keep-playbook';
import type { JsonObject } from './object-reader.rules';
import { faultOfDraft } from './playbook-draft.rules';
import type { SavePlaybookInput } from './playbook.input.type';
import { stepIdsOf, uuidFor, writeCacao } from './write-cacao.rules';

/** Makes the playbook, or gives it its content anew. Answers its UUID. */
export async function savePlaybook(db: Db, input: SavePlaybookInput, now: Date): Promise<string> {
  const fault = faultOfDraft(input);
  if (fault !== null) throw new HubError('BAD_USER_INPUT', fault);
  const { id: ownerId } = await findKeeper(db, input.owner);
  const key = { ownerId, source: input.source, externalId: input.externalId };
  const standing = await findStanding(db, key);
  refuseOtherVersion(standing, input.version);
  const original = input.copyOf == null ? null : await findOriginal(db, input.copyOf);
  const document = unchanged(documentOf(input, key, standing, original, now), standing);
  const names = stepIdsOf(uuidOfKey(key), input.steps ?? []);
  const playbook = readOrRefuse(document, 'steps', names);
  return keepPlaybook(db, key, { document, playbook, tlp: input.tlp }, standing);
}

/** Of its key: whoever is first among two who make it at once, both make the same playbook. */
const uuidOfKey = ({ ownerId, source, externalId }: PlaybookKey): string =>
  uuidFor(ownerId!, `${source}/${externalId}`);

async function findOriginal(db: Db, id: string): Promise<JsonObject> {
  const [found] = await db.rows<{ document: JsonObject }>('SELECT p.document FROM playbook p WHERE p.id = $1', [
    uuidOf('pbk', id, 'copyOf'),
  ]);
  if (found) return found.document;
  throw new HubError('NOT_FOUND', 'copyOf: there is no such playbook for this key.');
}

/** What is sent, over what it is made from: its steps written anew, or those of the copied or the standing document with all that hangs on them. */
function documentOf(
  input: SavePlaybookInput,
  key: PlaybookKey,
  standing: Standing | null,
  original: JsonObject | null,
  now: Date,
): JsonObject {
  const basis = original ?? standing?.document ?? {};
  const draft = {
    ...{ uuid: uuidOfKey(key), author: key.ownerId!, name: input.name },
    description: input.description ?? (basis['description'] as string | undefined),
    types: input.types ?? textsOf(basis, 'playbook_types'),
    fits: input.fits ?? fitsOf(textsOf(basis, 'labels')),
    derivedFrom: (original?.['id'] as string | undefined) ?? textsOf(basis, 'derived_from')[0],
    created: (standing?.document['created'] as string | undefined) ?? now.toISOString(),
    modified: now.toISOString(),
  };
  if (input.steps) {
    const steps = input.steps.map((step) => ({ ...step, timeLimitSeconds: secondsOf(step.timeLimit ?? '') }));
    return writeCacao({ ...draft, steps });
  }
  if (!basis['workflow']) throw new HubError('BAD_USER_INPUT', 'steps: a new playbook has steps, or copyOf names one.');
  return {
    ...basis,
    ...labelsOver(basis, draft.fits),
    ...headOf(writeCacao({ ...draft, steps: [] })),
    signatures: undefined,
  };
}

/** All of a document that was written but how it goes, and its labels. */
function headOf(written: JsonObject): JsonObject {
  const { workflow: _workflow, workflow_start: _start, agent_definitions: _agents, labels: _labels, ...head } = written;
  return head;
}

/** Labels that say something else than what it is for stay. */
function labelsOver(basis: JsonObject, fits: readonly Fit[]): JsonObject {
  const others = textsOf(basis, 'labels').filter((label) => fitsOf([label]).length === 0);
  const labels = [...new Set([...others, ...fits.map(labelOfFit)])];
  return { labels: labels.length > 0 ? labels : undefined };
}

const textsOf = (document: JsonObject, name: string): string[] => (document[name] as string[] | undefined) ?? [];

/** Without what is not there; sent again as it stands, it was not modified. */
function unchanged(sent: JsonObject, standing: Standing | null): JsonObject {
  const document = JSON.parse(JSON.stringify(sent)) as JsonObject;
  const asBefore = { ...document, modified: standing?.document['modified'] };
  return standing && isDeepStrictEqual(asBefore, standing.document) ? asBefore : document;
}
