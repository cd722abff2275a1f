import { startHub } from '../support/hub';
import { createRandom } from '../support/random';
import { generateWorld } from '../support/worlds/generate';
import { plant } from '../support/worlds/plant';
import { lookOn } from '../support/worlds/onlooker';
import { Tally } from '../support/worlds/tally';
import { everything, idOf, typeNames, type Thing } from '../support/worlds/model';

test('x', async () => {
  const hub = await startHub();
  const leaks = new Map<string, number>();
  const words = new Map<string, number>();
  for (const seed of [2, 3]) {
    const random = createRandom(seed);
    const world = generateWorld(random);
    await plant(hub.sql, world, random);
    const byId = new Map(everything(world).map((t) => [t.id, t]));
    for (const org of [0, 1, 3, 5, 15]) {
      const o = await lookOn(hub, world, new Tally(), world.Organization[org]!, 'READER');
      const fields = typeNames.map(
        (type) =>
          `${type}: nodes(ids: $${type}) { ... on ${type} { id history(first: 20) { nodes { operation actor before after } } } }`,
      );
      const answer = await o.viewer.data<any>(
        `query(${typeNames.map((t) => `$${t}: [ID!]!`).join(' ')}) { ${fields.join(' ')} }`,
        Object.fromEntries(typeNames.map((t) => [t, (world[t] as Thing[]).map(idOf)])),
      );
      for (const type of typeNames)
        for (const told of answer[type])
          if (told)
            for (const n of told.history.nodes)
              for (const image of [n.before, n.after])
                for (const [column, value] of Object.entries(image ?? {})) {
                  for (const id of JSON.stringify(value).match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? []) {
                    const t = byId.get(id);
                    if (t && !o.sight.sees(t))
                      leaks.set(
                        `${type}.${column} -> ${t.type}`,
                        (leaks.get(`${type}.${column} -> ${t.type}`) ?? 0) + 1,
                      );
                    if (
                      t &&
                      t.type === 'Organization' &&
                      ['coworker_ids', 'recipient_ids', 'party_ids'].includes(column)
                    )
                      words.set(`${type}.${column}`, (words.get(`${type}.${column}`) ?? 0) + 1);
                  }
                  if (column === 'number') words.set('number', 1);
                }
    }
  }
  console.log(leaks, words);
  console.log(
    await hub.sql(
      `select column_name from information_schema.columns where table_schema = 'hub' and table_name='series'`,
    ),
  );
  await hub.stop();
}, 60000);
