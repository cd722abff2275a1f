import { startHub, type Hub } from '../support/hub';
import type { Outcome } from '../support/inventory-builders';
import type { Variables } from '../support/viewer';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

const writing = (plural: 'Organizations' | 'Regions') => `mutation($input: Upsert${plural}Input!) {
  sent: upsert${plural}(input: $input) { created updated unchanged retired refused { index field code message } ids }
}`;
async function send(key: string, plural: 'Organizations' | 'Regions', ...records: Variables[]): Promise<Outcome> {
  const { sent } = await hub.as(key).data<{ sent: Outcome }>(writing(plural), { input: { records } });
  return sent;
}
const refusalOf = (key: string, plural: 'Organizations' | 'Regions', ...records: Variables[]) =>
  hub.as(key).refusal(writing(plural), { input: { records } });
const agency = (code: string, parent: string, more: Variables = {}): Variables => ({
  code,
  name: code,
  kind: 'AGENCY',
  parent,
  ...more,
});

describe('The directory', () => {
  test('is open to every key, as a tree in both directions', async () => {
    const document = `{
      organization(code: "RC-N") { name kind communityMember parent { code } region { code parent { code } } children { totalCount } }
      regions(filter: { code: { eq: "VN" } }) { nodes { name parent { code } children(orderBy: [{ field: CODE }]) { totalCount nodes { code name } } } }
      nobody: organization(code: "rc-n") { name }
    }`;
    expect(await hub.as(hub.keys.partner).data(document)).toEqual({
      organization: {
        ...{ name: 'Northern center', kind: 'REGIONAL_CENTER', communityMember: true },
        ...{ parent: { code: 'NMC' }, region: { code: 'NORTH', parent: { code: 'VN' } }, children: { totalCount: 0 } },
      },
      regions: {
        nodes: [
          {
            ...{ name: 'Việt Nam', parent: null },
            children: {
              totalCount: 2,
              nodes: [
                { code: 'NORTH', name: 'Miền Bắc' },
                { code: 'SOUTH', name: 'Miền Nam' },
              ],
            },
          },
        ],
      },
      nobody: null,
    });
  });

  test('is ordered by name without regard to case and diacritics, numbers by their value', async () => {
    for (const [i, name] of ['Trạm 10', 'tram 9', 'TRẠM 2', 'Đồn', 'don 1', 'e'].entries())
      await hub.organization({ code: `sort-${i}`, name });
    const { organizations } = await hub
      .as(hub.keys.partner)
      .data<{ organizations: { nodes: { name: string }[] } }>(
        '{ organizations(filter: { code: { startsWith: "sort-" } }, orderBy: [{ field: NAME }]) { nodes { name } } }',
      );
    expect(organizations.nodes.map(({ name }) => name)).toEqual(['Đồn', 'don 1', 'e', 'TRẠM 2', 'tram 9', 'Trạm 10']);
  });
});

describe('A steward keeps the organizations below its own', () => {
  test('new, changed, and sent again as they stand', async () => {
    expect(
      await send(hub.keys.regional, 'Organizations', agency('N-1', 'RC-N', { region: 'NORTH' }), agency('N-2', 'RC-N')),
    ).toMatchObject({ created: 2, refused: [] });
    expect(
      await send(hub.keys.regional, 'Organizations', agency('N-1', 'RC-N', { region: 'NORTH' }), agency('N-2', 'N-1')),
    ).toMatchObject({ updated: 1, unchanged: 1 });
    expect(await hub.as(hub.keys.partner).data('{ organization(code: "N-2") { parent { code } } }')).toEqual({
      organization: { parent: { code: 'N-1' } },
    });
  });

  test.each<[string, Variables]>([
    ['its own entry', { code: 'RC-N', name: 'x', kind: 'REGIONAL_CENTER', parent: 'NMC' }],
    ['one beside it', agency('S-1', 'RC-S')],
    ['one above it', agency('top', 'NMC')],
    ['one without a parent', { code: 'root', name: 'x', kind: 'AGENCY' }],
    [
      'one of another branch, to draw it below itself',
      { code: 'RC-S', name: 'x', kind: 'REGIONAL_CENTER', parent: 'RC-N' },
    ],
    ['a member of the community', agency('N-3', 'RC-N', { communityMember: true })],
  ])('but not %s', async (_, record) => {
    const before = await hub.sql('SELECT o.* FROM organization o ORDER BY o.id');
    expect(await refusalOf(hub.keys.regional, 'Organizations', record)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await hub.sql('SELECT o.* FROM organization o ORDER BY o.id')).toEqual(before);
  });

  test('nor below one of its own after that one has left', async () => {
    await send(hub.keys.regional, 'Organizations', agency('LEFT', 'RC-N'), agency('REST', 'RC-N'));
    await hub.moveOrganization('LEFT', 'RC-S');
    expect(await refusalOf(hub.keys.regional, 'Organizations', agency('REST', 'LEFT'))).toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  test('and where it is the national center, says who belongs to the community', async () => {
    expect(
      await send(hub.keys.national, 'Organizations', agency('C-1', 'NMC', { communityMember: true })),
    ).toMatchObject({ created: 1 });
    expect(
      await refusalOf(hub.keys.partner, 'Organizations', agency('C-2', 'MOH', { communityMember: true })),
    ).toMatchObject({ code: 'FORBIDDEN' });
  });

  test('with references and codes that fit', async () => {
    const { refused } = await send(
      hub.keys.national,
      'Organizations',
      agency('F-1', 'NOBODY'),
      agency('F-2', 'NMC', { region: 'ATLANTIS' }),
      agency('F-3', 'NMC'),
      agency('F-3', 'NMC'),
    );
    const found = refused.map(({ index, field, code }) => [index, field, code]).sort();
    expect(found).toEqual([
      [0, 'parent', 'UNKNOWN_REFERENCE'],
      [1, 'region', 'UNKNOWN_REFERENCE'],
      [3, 'code', 'DUPLICATE'],
    ]);
    const invalid = await send(
      hub.keys.national,
      'Organizations',
      agency('no spaces', 'NMC'),
      agency('F-4', 'NMC', { name: '' }),
    );
    const letters = 'it must have 1 to 63 characters of A-Za-z0-9._-, the first of A-Za-z0-9.';
    expect(invalid.refused).toEqual([
      { index: 0, field: 'code', code: 'INVALID', message: `code: ${letters}` },
      { index: 1, field: 'name', code: 'INVALID', message: 'name: it must have 1 to 200 characters.' },
    ]);
  });

  test('and never makes one stand above itself', async () => {
    await send(hub.keys.national, 'Organizations', agency('L-1', 'NMC'));
    await send(hub.keys.national, 'Organizations', agency('L-2', 'L-1'));
    for (const parent of ['L-1', 'L-2']) {
      const { refused } = await send(hub.keys.national, 'Organizations', agency('L-1', parent));
      const message = 'an organization can not stand above itself: correct the record and send it again.';
      expect(refused).toEqual([{ index: 0, field: null, code: 'INVALID', message }]);
    }
    await expect(hub.moveOrganization('NMC', 'L-2')).rejects.toThrow('can not stand above itself');
  });
});

describe('Regions are kept by the steward of the national center alone', () => {
  test('who may not put one within itself', async () => {
    expect(await send(hub.keys.national, 'Regions', { code: 'HN', name: 'Hà Nội', parent: 'NORTH' })).toMatchObject({
      created: 1,
    });
    expect(await send(hub.keys.national, 'Regions', { code: 'NORTH', name: 'Miền Bắc', parent: 'HN' })).toMatchObject({
      refused: [{ index: 0, code: 'INVALID' }],
    });
    expect(await send(hub.keys.national, 'Regions', { code: 'HN', name: 'Hà Nội', parent: 'NORTH' })).toMatchObject({
      unchanged: 1,
    });
  });

  test.each(['regional', 'partner'] as const)('not by the %s one', async (viewer) => {
    expect(await refusalOf(hub.keys[viewer], 'Regions', { code: 'HUE', name: 'Huế' })).toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  test.each(['READER', 'REPORTER', 'RESPONDER'] as const)(
    'nor, like organizations, by a %s of the center',
    async (role) => {
      const key = await hub.key({ organization: 'NMC', role });
      expect(await refusalOf(key, 'Regions', { code: 'HUE', name: 'Huế' })).toMatchObject({ code: 'FORBIDDEN' });
      expect(await refusalOf(key, 'Organizations', agency('R-1', 'NMC'))).toMatchObject({ code: 'FORBIDDEN' });
    },
  );
});
