import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, type Pool } from 'pg';
import { demoKeys, keysFile } from '../../src/demo/demo-keys';
import { issueDemoKeys, type DemoKey } from '../../src/demo/load-demo';
import { directoryStages } from '../../src/demo/load-stages';
import { nationalCenter, onlookers } from '../../src/demo/organizations';
import { runStages } from '../../src/demo/run-stages';
import { actAs } from '../../src/directory/act-as';
import { credentialFrom } from '../../src/directory/api-key';
import { createRoot } from '../../src/directory/create-root';
import { issueKeyAsOperator } from '../../src/directory/operator-keys.store';
import { createPool } from '../../src/kernel/postgres/database';
import { Session } from '../../src/kernel/postgres/session';
import { cloneTemplate, type TestDatabase } from '../support/test-database';

let database: TestDatabase;
let operator: Pool;
let keys: DemoKey[];
const inAnHour = () => Date.now() + 3_600_000;

/** The organizations of the demonstration are all that keys need. */
beforeAll(async () => {
  database = await cloneTemplate();
  operator = createPool(database.url, 'hub_owner', { max: 2 });
  await createRoot(operator, nationalCenter.code, nationalCenter.name, 'NATIONAL_CENTER');
  const act = actAs(operator, { organization: nationalCenter.code, label: 'test' });
  await runStages(directoryStages(act), 1, () => undefined);
});
beforeEach(async () => {
  keys = await issueDemoKeys(operator);
});
afterAll(async () => {
  await operator.end();
  await database.drop();
});

async function opens(text: string): Promise<boolean> {
  const session = await Session.open(operator, operator, { mode: 'read', deadline: inAnHour() });
  const viewer = await session.enter(credentialFrom(`Bearer ${text}`)!);
  await session.rollback();
  return viewer !== null;
}
const open = (of: DemoKey[]): Promise<boolean[]> => Promise.all(of.map(({ text }) => opens(text)));

test('New keys take the place of those before, and leave the keys of others alone', async () => {
  const request = { role: 'READER' as const, writesFor: [], expiresAt: new Date(inAnHour()) };
  const desk = await issueKeyAsOperator(operator, { ...request, organization: onlookers.nation, label: 'desk' });
  const elsewhere = await issueKeyAsOperator(operator, {
    ...request,
    organization: 'MIN-HTS-VH',
    label: 'demonstration',
  });
  const again = await issueDemoKeys(operator);
  expect(again.map(({ organization, role }) => [organization, role])).toEqual(
    keys.map(({ organization, role }) => [organization, role]),
  );
  expect(await open(again)).toEqual([true, true, true]);
  expect(await open(keys)).toEqual([false, false, false]);
  expect([await opens(desk.text), await opens(elsewhere.text)]).toEqual([true, true]);
});

test('Keys are kept in a file for its owner, and issued anew only where that is lost', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'demo-keys-'));
  const loading = jest.fn();
  const kept = await demoKeys(operator, directory, loading);
  expect(statSync(keysFile(directory)).mode & 0o777).toBe(0o600);
  expect(await demoKeys(operator, directory, loading)).toEqual(kept);
  expect([await open(kept), await open(keys)]).toEqual([
    [true, true, true],
    [false, false, false],
  ]);
  rmSync(keysFile(directory));
  expect(await demoKeys(operator, directory, loading)).not.toEqual(kept);
  expect(await open(kept)).toEqual([false, false, false]);
  expect(loading).not.toHaveBeenCalled();
  rmSync(directory, { recursive: true });
});

test('What fails while keys are issued is told as it was, and those that stood hold on', async () => {
  const admin = new Client({ connectionString: database.url });
  await admin.connect();
  await admin.query(`CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
    $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;
    CREATE TRIGGER break_off BEFORE INSERT ON hub.api_key FOR EACH ROW EXECUTE FUNCTION break_off()`);
  await expect(issueDemoKeys(operator)).rejects.toThrow('terminating connection');
  await admin.query('DROP FUNCTION break_off CASCADE');
  await admin.end();
  expect(await open(keys)).toEqual([true, true, true]);
});
