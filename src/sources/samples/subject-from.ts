import type { RecordRef } from '../../kernel/writing/references';
import type { SubjectRef } from '../../monitoring/subject';

/** What the flags of a command say that samples measure: [[owner/]source/]externalId. */
export function subjectFrom({
  device,
  interface: port,
}: {
  device?: string;
  interface?: string;
}): SubjectRef | undefined {
  if (device && port) throw new Error('Give --device or --interface, not both: a series measures one object.');
  if (device) return { device: refFrom(device) };
  return port ? { interface: refFrom(port) } : undefined;
}

function refFrom(text: string): RecordRef {
  const parts = text.split('/');
  const [externalId, source, owner] = [parts.pop(), parts.pop(), parts.pop()];
  if (!externalId || parts.length > 0) throw new Error(`"${text}" names no record: give [[owner/]source/]externalId.`);
  return { externalId, source: source ?? null, owner: owner ?? null };
}
