import type { ClientBase, Pool } from 'pg';
import { actAs } from '../directory/act-as';
import { createRoot } from '../directory/create-root';
import { issueKeyAsOperator, type KeyRequest } from '../directory/operator-keys.store';
import { shipPlaybooks } from '../incidents/playbooks/ship-playbooks';
import { regions } from './country';
import { generateCountry, startOfHour } from './demo-country';
import { agreementStages } from './load-agreements';
import { incidentStages } from './load-incidents';
import { sampleStages } from './load-samples';
import { directoryStages, inventoryStages } from './load-stages';
import { source } from './model';
import { centerOf, nationalCenter, onlookers, organizationName } from './organizations';
import { runStages, type OnProgress } from './run-stages';

export interface DemoKey {
  organization: string;
  name: string;
  role: string;
  text: string;
}

export interface DemoOptions {
  /** 1 for the whole country; below that, fewer regions, series and incidents. */
  scale?: number;
}

/** Who issued keys have as their label; the load ends with them, so they say that it came to its end. */
const label = 'demonstration';
/** Transactions beside each other, as many as two cores work on. */
const lanes = 2;

/**
 * Loads the demonstration country and issues three keys to look at it. Everything has a stable key in its source: a load that was
 * broken off is completed by the next, and another one changes nothing but the keys. `operator` is a pool in the owner's role.
 */
export async function loadDemo(
  operator: Pool,
  onProgress: OnProgress,
  now: Date,
  { scale = 1 }: DemoOptions = {},
): Promise<DemoKey[]> {
  await createRoot(operator, nationalCenter.code, nationalCenter.name, 'NATIONAL_CENTER');
  // As every start brings them.
  await shipPlaybooks(operator);
  const act = actAs(operator, { organization: nationalCenter.code, label });
  const country = generateCountry((await standingEnd(operator)) ?? startOfHour(now), scale);
  const stages = [
    ...directoryStages(act),
    ...inventoryStages(act, country),
    ...sampleStages(act, country),
    ...incidentStages(operator, country),
    ...agreementStages(act, now),
  ];
  await runStages(stages, Math.min(lanes, operator.options.max), onProgress);
  await gatherStatistics(operator);
  return issueDemoKeys(operator);
}

/** True once a load has come to its end; one that was broken off is not loaded. */
export async function isDemoLoaded(operator: Pool): Promise<boolean> {
  const { rows } = await operator.query<{ loaded: boolean }>(
    'SELECT EXISTS (SELECT FROM hub.api_client c WHERE c.label = $1) AS loaded',
    [label],
  );
  return rows[0]!.loaded;
}

/** New keys to a demonstration that stands, in place of those before. The national center first, then a regional center and a ministry. */
export async function issueDemoKeys(operator: Pool): Promise<DemoKey[]> {
  const requests: Pick<KeyRequest, 'organization' | 'role' | 'writesFor'>[] = [
    { organization: onlookers.nation, role: 'STEWARD', writesFor: regions.map(centerOf) },
    { organization: onlookers.region, role: 'RESPONDER', writesFor: [] },
    { organization: onlookers.ministry, role: 'REPORTER', writesFor: [] },
  ];
  return inTransaction(operator, async (client) => {
    await revokeDemoKeys(client);
    const keys: DemoKey[] = [];
    for (const request of requests) {
      const { organization, role } = request;
      const { text } = await issueKeyAsOperator(client, { ...request, label, expiresAt: inTenYears() });
      keys.push({ organization, name: organizationName(organization), role, text });
    }
    return keys;
  });
}

/** Nobody reads their texts again: what is no longer shown is not to stay in force. */
async function revokeDemoKeys(client: ClientBase): Promise<void> {
  await client.query(
    `UPDATE hub.api_client c SET revoked_at = now() FROM hub.organization o
      WHERE o.id = c.owner_id AND o.code = ANY ($1) AND c.label = $2 AND c.revoked_at IS NULL`,
    [Object.values(onlookers), label],
  );
}

const inTenYears = (): Date => new Date(Date.now() + 3650 * 86_400_000);

/** The end of the day that a load before this one has begun to write: the same day is completed, another would not fit to it. */
async function standingEnd(operator: Pool): Promise<Date | null> {
  const { rows } = await operator.query<{ end: string | null }>(
    `SELECT max(l.at) AS end FROM hub.series s JOIN private.latest_sample l ON l.series_number = s.number WHERE s.source = $1`,
    [source],
  );
  return rows[0]!.end === null ? null : new Date(rows[0]!.end);
}

/** What a first query is planned by: autovacuum would come a minute later. */
async function gatherStatistics(operator: Pool): Promise<void> {
  const { rows } = await operator.query<{ tables: string }>(
    `SELECT string_agg(format('%I.%I', t.schemaname, t.tablename), ', ') AS tables FROM pg_tables t WHERE t.schemaname IN ('hub', 'private')`,
  );
  await operator.query(`ANALYZE ${rows[0]!.tables}`);
}

/** All of the work is kept, or nothing: giving the connection up rolls it back, and can not fail over the error that is told. */
async function inTransaction<T>(operator: Pool, work: (client: ClientBase) => Promise<T>): Promise<T> {
  const client = await operator.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    client.release();
    return result;
  } catch (error) {
    client.release(true);
    throw error;
  }
}
