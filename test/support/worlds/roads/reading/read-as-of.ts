import type { Hub } from '../../../hub';
import type { Random } from '../../../random';
import { cardFields, cardOf } from '../../answers/cards';
import type { Onlooker } from '../../onlooker/onlooker';
import { wasSeen, type Image } from '../../oracle/was-seen';
import { shuffled } from '../../world/chance';
import { idOf, type Thing } from '../../world/things';

const fields = { Device: 'device', Link: 'link', Site: 'site', Interface: 'interface', Incident: 'incident' } as const;
type Type = keyof typeof fields;
const types = Object.keys(fields) as Type[];

/** Records as they stood: before they were, as they are, and for incidents as they were made, where the viewer saw that. */
export async function readAsOf(hub: Hub, onlooker: Onlooker, random: Random): Promise<void> {
  const { world, sight } = onlooker;
  const things = types.flatMap((type) => shuffled<Thing>(random, world[type] as Thing[]).slice(0, 3));
  // Out of the log of changes, and past it.
  const [now, later] = [new Date(), new Date(Date.now() + 86_400_000)].map((instant) => instant.toISOString());
  const asked = things.map((thing, i) => {
    const as = (name: string, asOf: string, asks: string) =>
      `${name}${i}: ${fields[thing.type as Type]}(id: "${idOf(thing)}", asOf: "${asOf}") { ${asks} }`;
    const card = cardFields(thing.type);
    return [as('b', '2020-01-01T00:00:00Z', 'id'), as('n', now!, card), as('l', later!, card)].join(' ');
  });
  const answer = await onlooker.ask<Record<string, object | null>>('as of', `{ ${asked.join(' ')} }`);
  things.forEach((thing, i) => {
    onlooker.agree(`${idOf(thing)} before it was`, answer[`b${i}`], null);
    const card = cardOf(thing.type, thing as never, sight);
    onlooker.agree(`${idOf(thing)} as of now`, answer[`n${i}`], card);
    onlooker.agree(`${idOf(thing)} as of later`, answer[`l${i}`], card);
  });
  await readIncidentsAsMade(hub, onlooker, random);
}

interface Made {
  id: string;
  at: string;
  after: Image;
}

async function readIncidentsAsMade(hub: Hub, onlooker: Onlooker, random: Random): Promise<void> {
  const { world, sight } = onlooker;
  const incidents = shuffled(random, world.Incident).slice(0, 12);
  const made = await hub.sql<Made>(
    `SELECT c.record_id AS id, c.at, c.after FROM private.change c WHERE c.record_id = ANY ($1) AND c.operation = 'CREATED'`,
    [incidents.map(({ id }) => id)],
  );
  const asked = made.map(
    ({ id, at }, i) => `q${i}: incident(id: "inc_${id}", asOf: "${at}") { id tlp severity summary }`,
  );
  const answer = await onlooker.ask<Record<string, object | null>>('as of', `{ ${asked.join(' ')} }`);
  made.forEach(({ id, at, after }, i) => {
    const incident = incidents.find((one) => one.id === id)!;
    const isTold = sight.sees(incident) && wasSeen(after, incident, sight, world);
    const { tlp, severity, summary } = after;
    const due = isTold ? { id: `inc_${id}`, tlp, severity, summary } : null;
    onlooker.agree(`inc_${id} as of ${at}`, answer[`q${i}`], due);
  });
}
