import { startHub, type Hub } from '../support/hub';
import { clientInput, issueDocument } from '../support/keys';
import { startProgram } from '../support/program';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

const hubCommand = (...args: string[]) => startProgram('cli.ts', args, { DATABASE_URL: hub.databaseUrl }).ended;
const list = async () => (await hubCommand('key', 'list')).out.trim().split('\n');
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

  test('sees of each key whether it works, and from where', async () => {
    const old = await hub.key({ organization: 'RC-S', label: 'old', expiresAt: new Date(Date.now() - 60_000) });
    const gone = await hub.key({ organization: 'RC-S', label: 'gone' });
    await hubCommand('key', 'revoke', gone);
    await issue('--label', 'two doors', '--network', '10.0.0.0/8', '--network', '192.0.2.0/24');
    const lines = await list();
    const stateOf = (label: string) =>
      lines
        .find((line) => line.endsWith(`\t${label}`))!
        .split('\t')
        .slice(3, 5);
    expect(stateOf('old')).toEqual([expect.stringMatching(/^expired \S+Z$/), 'anywhere']);
    expect(stateOf('gone')).toEqual([expect.stringMatching(/^revoked \S+Z$/), 'anywhere']);
    expect(stateOf('two doors')).toEqual([expect.stringMatching(/^until \S+Z$/), '10.0.0.0/8 192.0.2.0/24']);
    expect(await hub.as(old).refusal('{ viewer { label } }')).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  test.each(['RC-S', 'NMC', 'RC-N'])(
    'issues no key of RC-N that writes for %s, in the words of the API',
    async (other) => {
      const before = await list();
      const args = ['--organization', 'RC-N', '--label', 'x', '--role', 'REPORTER', '--writes-for', other];
      const { code, err } = await hubCommand('key', 'issue', ...args);
      const refused = await hub
        .as(hub.keys.regional)
        .refusal(issueDocument, clientInput('RC-N', { writesFor: [other] }));
      expect({ code, err: err.trim() }).toEqual({ code: 1, err: refused.message });
      expect(refused.message).toBe(
        `writesFor: "${other}" does not stand below the organization of the client, "RC-N".`,
      );
      expect(await list()).toEqual(before);
    },
  );

  test('hears of an organization that is not there before anything else', async () => {
    const args = ['--organization', 'NOBODY', '--label', 'x', '--writes-for', 'RC-N'];
    expect((await hubCommand('key', 'issue', ...args)).err).toContain('no organization with the code "NOBODY"');
  });

  test.each(['bad code', '-x', '', 'x'.repeat(64), 'mã'])('makes no organization with the code "%s"', async (bad) => {
    const { code, err } = await hubCommand('organization', 'create', '--', bad, 'foo');
    expect({ code, err: err.trim() }).toEqual({
      code: 1,
      err: 'code: it must have 1 to 63 characters of A-Za-z0-9._-, the first of A-Za-z0-9.',
    });
    const { sent } = await hub
      .as(hub.keys.national)
      .data<{ sent: { refused: { message: string }[] } }>(
        `mutation($code: String!) { sent: upsertOrganizations(input: { records: [{ code: $code, name: "foo", kind: AGENCY, parent: "NMC" }] }) { refused { message } } }`,
        { code: bad },
      );
    expect(sent.refused).toEqual([{ message: err.trim() }]);
  });

  test('makes none without a name', async () => {
    expect((await hubCommand('organization', 'create', 'GOOD', '')).err).toContain('name: it must have 1 to 200');
  });

  test('is told what a network looks like', async () => {
    expect(await issue('--network', '192.0.2.0')).toMatchObject({
      code: 1,
      err: expect.stringContaining('such as 192.0.2.0/24 or 192.0.2.7/32'),
    });
  });
});
