import { startHub, type Hub } from '../support/hub';
import { startProgram } from '../support/program';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

const hubCommand = (...args: string[]) => startProgram('cli.ts', args, { DATABASE_URL: hub.databaseUrl }).ended;
const issue = (...more: string[]) => hubCommand('key', 'issue', '--organization', 'NMC', '--label', 'probe', ...more);

describe('The operator', () => {
  test('issues a key for the networks that it names, and reads the history of its client', async () => {
    const { out } = await issue('--network', '192.0.2.0/24', '--network', '::ffff:198.51.100.7/128');
    const headers = { authorization: `Bearer ${out.trim()}` };
    const from = async (remoteAddress: string) =>
      (await hub.app.inject({ url: '/graphql?query={__typename}', headers, remoteAddress })).statusCode;
    expect([await from('192.0.2.9'), await from('198.51.100.7'), await from('127.0.0.1')]).toEqual([200, 200, 401]);
    const [client] = await hub.sql<{ id: string }>(
      `SELECT 'cli_' || c.id AS id FROM api_client c WHERE c.label = 'probe'`,
    );
    const history = await hubCommand('history', client!.id);
    expect(history.out).toMatch(/CREATED {2}the program\n/);
    expect(history.out).toContain('networks: - -> ["192.0.2.0/24","198.51.100.7/32"]');
  });

  test('is told what a network looks like', async () => {
    expect(await issue('--network', '192.0.2.0')).toMatchObject({
      code: 1,
      err: expect.stringContaining('such as 192.0.2.0/24 or 192.0.2.7/32'),
    });
  });
});
