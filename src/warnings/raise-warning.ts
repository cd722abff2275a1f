import { hash } from 'node:crypto';
import { organizations } from '../directory/directory.collection';
import { writerOf, type Writer } from '../directory/find-writer';
import { resolveCodes } from '../directory/resolve-codes';
import { HubError } from '../kernel/errors';
import type { Db } from '../kernel/postgres/session';
import { References } from '../kernel/writing/references';
import { bindLabels } from '../monitoring/binding/bind-labels';
import { subjectKinds, type SubjectRef } from '../monitoring/subject';
import type { Evidence, EvidenceSubject } from './evidence';
import { settleWarnings } from './settle-warnings';
import type { RaiseWarningInput } from './warning.input.type';
import { faultOfRaised } from './warning.rules';

/** What somebody warns of, as evidence of now. Answers the UUID of the warning; the same call again changes nothing. */
export async function raiseWarning(db: Db, input: RaiseWarningInput, now: Date): Promise<string> {
  const fault = faultOfRaised(input);
  if (fault !== null) throw new HubError('BAD_USER_INPUT', fault);
  const writer = await writerOf(db, input.owner ?? null);
  const evidence = await evidenceOf(db, input, writer, now);
  const [settled] = await settleWarnings(db, [evidence], now);
  return settled!.id!;
}

async function evidenceOf(db: Db, input: RaiseWarningInput, writer: Writer, now: Date): Promise<Evidence> {
  const { source, externalId, address = null, severity, explanation, at } = input;
  const labels = sorted(input.labels ?? {});
  const said = input.subject ? await findSubject(db, input.subject, writer, source) : null;
  const subject = said ?? (address === null ? (await bindLabels(db, writer.id, [labels]))[0]! : null);
  return {
    ...{ writerId: writer.id, source, ruleId: null, seriesId: null, subject, address, labels, severity, explanation },
    // By what was said: what rules make of labels may be another object tomorrow.
    fingerprint: externalId ?? hash('sha256', JSON.stringify([said, address, labels]), 'hex'),
    ...{ firing: true, at: at == null ? now : new Date(at) },
  };
}

const sorted = (labels: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));

async function findSubject(db: Db, ref: SubjectRef, writer: Writer, source: string): Promise<EvidenceSubject> {
  const kind = subjectKinds.find(({ field }) => ref[field] != null)!;
  const found: EvidenceSubject[] = [];
  const put = (id: string) => void found.push({ column: kind.column, id });
  const references = new References({ ownerId: writer.id, source });
  const field = `subject.${kind.field}`;
  if (kind.field !== 'organization') references.ask(0, field, kind.collection, ref[kind.field], put);
  const refused =
    kind.field === 'organization'
      ? await resolveCodes(db, [{ index: 0, field, target: organizations, code: ref.organization, put }])
      : await references.resolve(db);
  if (refused[0]) throw new HubError('BAD_USER_INPUT', refused[0].message);
  return found[0]!;
}
