import { startHub, type Hub } from '../support/hub';
import { issueBy } from '../support/keys';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
  for (const code of ['RC-N-1', 'RC-N-2']) await hub.organization({ code, parent: 'RC-N' });
});
afterAll(() => hub.stop());

const sites = (owner: string) =>
  `mutation { upsertSites(input: { owner: "${owner}", source: "netbox", records: [] }) { created } }`;
const propose = (provider: string) =>
  `mutation { proposeAgreement(input: { provider: "${provider}", consumer: "MOH", title: "x", legalBasis: "x", datasets: [INVENTORY] }) { agreement { id } } }`;
const group = (owner: string) =>
  `mutation { saveSharingGroup(input: { owner: "${owner}", code: "of-${owner}", name: "x", members: [] }) { sharingGroup { id } } }`;

describe('Who may not write for an organization is told who may', () => {
  test('another key of its own, where that could name it', async () => {
    expect(await hub.as(hub.keys.regional).refusal(sites('RC-N-1'))).toMatchObject({
      code: 'FORBIDDEN',
      message: `This key may not write for "RC-N-1": a steward of this key's organization can issue another that names it in writesFor.`,
    });
  });

  test.each(['RC-S', 'NMC', 'MOH', 'MOH-IT'])('none of its own for %s, beside or above it', async (owner) => {
    for (const document of [sites(owner), propose(owner), group(owner)])
      expect(await hub.as(hub.keys.regional).refusal(document)).toMatchObject({
        code: 'FORBIDDEN',
        message: `This key may not write for "${owner}": it stands neither at nor below "RC-N", the organization of this key. Only a key of its own, or of one above it, may.`,
      });
  });
});

test('Agreements and groups of an organization below are kept from above until it has had a steward of its own', async () => {
  const regional = hub.as(hub.keys.regional);
  const { text } = await issueBy(regional, 'RC-N', { role: 'STEWARD', writesFor: ['RC-N-2'] });
  const above = hub.as(text);
  for (const document of [propose('RC-N-2'), group('RC-N-2')]) await above.data(document);
  await issueBy(regional, 'RC-N-2', { role: 'STEWARD' });
  for (const document of [propose('RC-N-2'), group('RC-N-2')])
    expect(await above.refusal(document)).toMatchObject({
      code: 'FORBIDDEN',
      message: `"RC-N-2" has, or has had, a steward of its own: only that one keeps its agreements and sharing groups.`,
    });
  await above.data(sites('RC-N-2'));
});
