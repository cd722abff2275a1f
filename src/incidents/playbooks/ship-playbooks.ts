import type { Pool } from 'pg';
import { keepWork } from '../../kernel/postgres/keep-work';
import { Session } from '../../kernel/postgres/session';
import { secondsOf } from './duration.rules';
import { findStanding, keepPlaybook, readOrRefuse } from './keep-playbook';
import type { JsonObject } from './object-reader.rules';
import { denialOfServicePlan, intrusionPlan, malwarePlan } from './shipped-attacks';
import { misconfigurationPlan, outagePlan, silentCenterPlan } from './shipped-faults';
import type { ShippedPlan } from './shipped-plan';
import { uuidFor, writeCacao } from './write-cacao.rules';

export const shippedPlans: readonly ShippedPlan[] = [
  ...[outagePlan, misconfigurationPlan, intrusionPlan, malwarePlan, denialOfServicePlan, silentCenterPlan],
];

/** The hub as the author of what comes with it: the same everywhere. */
const author = 'c0117035-0000-8000-8000-000000000001';
const longestMs = 30_000;

/** A plan that comes with the hub, as a document. */
export const documentOfPlan = ({ code, steps, modified, ...plan }: ShippedPlan): JsonObject =>
  writeCacao({
    ...plan,
    ...{ uuid: uuidFor(author, code), author, created: '2026-11-23T00:00:00.000Z', modified },
    steps: steps.map((step) => ({ ...step, timeLimitSeconds: secondsOf(step.timeLimit ?? '') })),
  });

/**
 * Brings the plans of this program into the database, each once, for every key to read; one that a later program has brought stays. Nobody's
 * key may write them: whoever wants another one copies it. `operator` is a pool in the owner's role.
 */
export async function shipPlaybooks(operator: Pool): Promise<void> {
  const session = await Session.open(operator, operator, { mode: 'write', deadline: Date.now() + longestMs });
  await keepWork(session, async () => {
    for (const plan of shippedPlans) {
      const key = { ownerId: null, source: 'hub', externalId: plan.code };
      const standing = await findStanding(session, key);
      if (standing && Date.parse(String(standing.document['modified'])) > Date.parse(plan.modified)) continue;
      const document = documentOfPlan(plan);
      const kept = { document, playbook: readOrRefuse(document, plan.code), tlp: 'CLEAR' as const };
      await keepPlaybook(session, key, kept, standing);
    }
  });
}
