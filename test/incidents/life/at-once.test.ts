import { createRandom } from '../../support/random';
import { startHub, type Hub } from '../../support/hub';
import { entriesOf, IncidentDesk, outage, type Incident } from '../../support/incident-desk';
import type { Answer } from '../../support/viewer';

let hub: Hub;
let north: IncidentDesk;
let south: IncidentDesk;
let both: IncidentDesk;
beforeAll(async () => {
  hub = await startHub();
  [north, south, both] = await Promise.all([
    IncidentDesk.of(hub, 'RC-N'),
    IncidentDesk.of(hub, 'RC-S'),
    IncidentDesk.of(hub, 'NMC', 'RESPONDER', ['RC-N', 'RC-S']),
  ]);
});
afterAll(() => hub.stop());

const awareAt = '2026-11-01T00:00:00Z';
const named = ({ id, version }: Incident) => ({ incident: id, version });
const codeOf = ({ errors }: Answer<unknown>) => errors[0]?.extensions?.['code'] as string | undefined;
/** What a deadlock, or a transaction that could not be put in order, is told as. */
const strayed = 'Another change of the same records came first';

describe('Who comes at the same time', () => {
  test('waits: of twenty steps one is taken, and the others are told what stands and who did it', async () => {
    const opened = await north.open('RC-N', { coworkers: ['RC-S'] });
    const triaged = await north.go(opened, 'TRIAGED', { awareAt });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        (n % 2 ? north : south).answer('transitionIncident', {
          ...named(triaged),
          to: n % 4 < 2 ? 'IN_PROGRESS' : 'RESOLVED',
          resolution: n % 4 < 2 ? undefined : 'xong',
        }),
      ),
    );
    const done = answers.filter(({ errors }) => errors.length === 0);
    expect(done).toHaveLength(1);
    const state = done[0]!.data!.done.incident.state;
    for (const { errors } of answers.filter((answer) => answer.errors.length > 0)) {
      expect(errors).toHaveLength(1);
      expect(errors[0]!.message).toMatch(/^version: the incident is at 3 and .* was sent\./);
      expect(errors[0]!.extensions).toMatchObject({
        code: 'CONFLICT',
        current: {
          id: triaged.id,
          version: 3,
          state,
          changedAt: expect.any(String),
          changedBy: expect.stringMatching(/^RC-[NS] responder$/),
        },
      });
    }
    const standing = await north.read(triaged);
    expect(standing).toMatchObject({ state, version: 3 });
    expect(entriesOf(standing).filter(({ kind }) => kind === 'STATE_CHANGE')).toHaveLength(2);
  });

  test('and reads again loses nothing: ten desks each add what they know', async () => {
    const opened = await north.open('RC-N');
    const add = async (label: string): Promise<void> => {
      for (;;) {
        const standing = (await north.read(opened))!;
        const labels = [...(standing['labels'] as string[]), label];
        const answer = await north.answer('updateIncident', { ...named(standing), labels });
        if (answer.errors.length === 0) return;
        expect(codeOf(answer)).toBe('CONFLICT');
      }
    };
    const labels = Array.from({ length: 10 }, (_, n) => `x:n="${n}"`);
    await Promise.all(labels.map(add));
    expect(await north.read(opened)).toMatchObject({ labels, version: 11 });
  });

  test('changes nothing that is affected behind the back of another', async () => {
    const devices = [await hub.device({ owner: 'RC-N' }), await hub.device({ owner: 'RC-N' })];
    const opened = await north.open('RC-N');
    const answers = await Promise.all(
      devices.map(({ id }) => north.answer('updateIncident', { ...named(opened), affects: [{ device: { id } }] })),
    );
    expect(answers.map(codeOf).sort()).toEqual(['CONFLICT', undefined]);
    expect((await north.read(opened))!['affects']).toHaveLength(1);
  });

  test('as it is handed over finds it where it went, whichever comes first', async () => {
    for (let round = 0; round < 12; round += 1) {
      const opened = await north.open('RC-N');
      const triaged = await north.go(opened, 'TRIAGED', { awareAt });
      const offered = await north.on('handOverIncident', triaged, { to: 'RC-S', staysOn: round % 2 === 0 });
      const [taken, step] = await Promise.all([
        south.answer('answerHandOver', { ...named(offered), accept: true }),
        north.answer('transitionIncident', { ...named(offered), to: 'IN_PROGRESS' }),
      ]);
      const codes = [codeOf(taken), codeOf(step)];
      // The owner's step went before, or after as a co-worker's that is late, or as one that is not for it any more.
      expect([
        [undefined, 'CONFLICT'],
        ['CONFLICT', undefined],
        [undefined, 'FORBIDDEN'],
      ]).toContainEqual(codes);
      expect(JSON.stringify([taken.errors, step.errors])).not.toContain(strayed);
      const standing = (await both.read(offered))!;
      const won = codes[0] === undefined;
      expect(standing).toMatchObject({
        ...{ version: offered.version + 1, state: won ? 'TRIAGED' : 'IN_PROGRESS' },
        owner: { code: won ? 'RC-S' : 'RC-N' },
      });
    }
  });

  test('merges crosswise: one of the two holds, and nothing is lost', async () => {
    for (let round = 0; round < 12; round += 1) {
      const [one, other] = [await both.open('RC-N'), await both.open('RC-S')];
      const cause = await both.open('RC-N');
      await both.do('linkIncidents', { incident: one.id, kind: 'CAUSED_BY', other: cause.id });
      await both.do('linkIncidents', { incident: cause.id, kind: 'CAUSES', other: other.id });
      const answers = await Promise.all([
        both.answer('mergeIncidents', { into: named(one), duplicates: [named(other)] }),
        both.answer('mergeIncidents', { into: named(other), duplicates: [named(one)] }),
        both.answer('linkIncidents', { incident: other.id, kind: 'RELATED', other: one.id }),
        both.answer('updateIncident', { ...named(cause), tlp: 'AMBER_STRICT' }),
      ]);
      expect(answers.slice(0, 2).map(codeOf).sort()).toEqual(['CONFLICT', undefined]);
      expect(answers.slice(2).map(codeOf)).toEqual([undefined, undefined]);
      const standing = await Promise.all([one, other].map((incident) => both.read(incident)));
      const [gone, kept] = standing.toSorted((a) => (a!['mergedInto'] ? -1 : 1));
      expect(gone).toMatchObject({ state: 'CLOSED', mergedInto: { id: kept!.id }, version: 2 });
      expect(kept).toMatchObject({ state: 'NEW', mergedInto: null, version: 2, merged: { nodes: [{ id: gone!.id }] } });
      expect(entriesOf(kept!)).toHaveLength(2);
    }
  });

  test('by every road, in any order: nobody is told of a deadlock, and versions count what was done', async () => {
    const random = createRandom(20261123);
    const incidents: Incident[] = [];
    for (let n = 0; n < 6; n += 1)
      incidents.push(
        await both.open(n % 2 ? 'RC-N' : 'RC-S', {
          source: 'alarms',
          externalId: `a${n}`,
          coworkers: ['RC-N', 'RC-S'],
        }),
      );
    const versions = () =>
      hub.sql<{ id: string; version: number }>(`SELECT 'inc_' || i.id AS id, i.version FROM incident i`);
    const upsert = (owner: string, keys: string[]) =>
      both.viewer.query(
        `mutation($input: UpsertIncidentsInput!) { upsertIncidents(input: $input) { refused { message } } }`,
        {
          input: {
            owner,
            source: 'alarms',
            records: keys.map((externalId) => ({ ...outage, externalId, tlp: random.pick(['GREEN', 'AMBER', 'RED']) })),
          },
        },
      );
    const someRoad = async (): Promise<Answer<unknown>> => {
      const known = new Map((await versions()).map(({ id, version }) => [id, version]));
      const pick = () => {
        const { id } = random.pick(incidents);
        return { incident: id, version: known.get(id)! };
      };
      const [one, other] = [pick(), pick()];
      switch (random.whole(7)) {
        case 0:
          return both.answer('mergeIncidents', { into: one, duplicates: [other] });
        case 1:
          return both.answer('linkIncidents', { incident: one.incident, kind: 'RELATED', other: other.incident });
        case 2:
          return both.answer('unlinkIncidents', { incident: one.incident, other: other.incident });
        case 3:
          return both.answer('updateIncident', { ...one, tlp: random.pick(['GREEN', 'AMBER', 'AMBER_STRICT']) });
        case 4:
          return both.answer('handOverIncident', { ...one, to: random.pick(['RC-N', 'RC-S']) });
        case 5:
          return upsert(
            ...((random.chance(0.5)
              ? (['RC-N', ['a1', 'a3', 'a5']] as const)
              : (['RC-S', ['a4', 'a2', 'a0']] as const)) as unknown as [string, string[]]),
          );
        default:
          return both.answer('transitionIncident', {
            ...one,
            to: random.pick(['TRIAGED', 'IN_PROGRESS', 'CLOSED']),
            awareAt,
            resolution: 'xong',
          });
      }
    };
    const answers: Answer<unknown>[] = [];
    const work = async () => {
      for (let n = 0; n < 40; n += 1) answers.push(await someRoad());
    };
    await Promise.all(Array.from({ length: 6 }, work));
    const codes = new Set(answers.map(codeOf));
    for (const code of codes)
      expect([undefined, 'CONFLICT', 'BAD_USER_INPUT', 'NOT_FOUND', 'FORBIDDEN']).toContain(code);
    expect(JSON.stringify(answers.map(({ errors }) => errors))).not.toContain(strayed);
    expect(answers.filter((answer) => codeOf(answer) === undefined).length).toBeGreaterThan(40);
    const [{ rings }] = (await hub.sql(
      `SELECT count(*)::int AS rings FROM incident i JOIN incident m ON m.id = i.merged_into_id WHERE m.merged_into_id IS NOT NULL`,
    )) as [{ rings: number }];
    const halves = await hub.sql(
      `SELECT l.incident_id FROM incident_link l WHERE NOT EXISTS (SELECT FROM incident_link o WHERE o.incident_id = l.other_id AND o.other_id = l.incident_id)`,
    );
    expect({ rings, halves }).toEqual({ rings: 0, halves: [] });
  });
});
