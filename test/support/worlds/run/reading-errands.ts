import type { Random } from '../../random';
import { cardFields, cardOf } from '../answers/cards';
import { maskedFields } from '../answers/masked-fields';
import { roots, rootTypes } from '../answers/roots';
import type { Onlooker } from '../onlooker/onlooker';
import { shownOf } from '../oracle/masks';
import type { Watchtower } from '../oracle/watchtower';
import { shuffled } from '../world/chance';
import { byId, everything, idOf, type Thing } from '../world/things';
import type { Errand } from './errand';

const samplesOfAll = 'from: "2026-04-01T00:00:00Z", to: "2026-06-01T00:00:00Z", resolution: RAW)';

function someLists(onlooker: Onlooker, random: Random): Errand {
  const types = shuffled(random, rootTypes).slice(0, 3);
  const lists = types.map(
    (type) => `${type}: ${roots[type]!}(first: 100) { nodes { id ${maskedFields(type)} } totalCount }`,
  );
  return {
    ...{ onlooker, document: `{ ${lists.join(' ')} }`, codes: [undefined] },
    judge: (data, where) => {
      const { sight } = onlooker;
      for (const type of types) {
        const things = (sight.all(type) as Thing[]).sort(byId);
        const nodes = things.map((thing) => ({ id: idOf(thing), ...shownOf(thing, sight) }));
        onlooker.agree(where, data[type], { nodes, totalCount: nodes.length });
      }
    },
  };
}

function someNodes(onlooker: Onlooker, random: Random): Errand {
  const things = shuffled(random, onlooker.world[random.pick(rootTypes)] as Thing[]).slice(0, 20);
  const { type } = things[0]!;
  const document = `query($ids: [ID!]!) { nodes(ids: $ids) { ... on ${type} { ${cardFields(type)} } } }`;
  return {
    ...{ onlooker, document, variables: { ids: things.map(idOf) }, codes: [undefined] },
    judge: (data, where) => {
      const cards = things.map((thing) => cardOf(type, thing as never, onlooker.sight));
      onlooker.agree(where, data['nodes'], cards);
    },
  };
}

/** Past the policies: by the functions that apply the rule themselves. */
function someHistories(onlooker: Onlooker, random: Random): Errand {
  const { world, sight } = onlooker;
  const things = shuffled(random, everything(world)).slice(0, 12);
  const series = world.Series.map(idOf);
  const document = `query($ids: [ID!]!, $series: [ID!]!) {
    nodes(ids: $ids) { id history(first: 3) { nodes { at before after } } } samples(series: $series, ${samplesOfAll} { series { id } }
  }`;
  const seen = sight.all('Series').map((one) => ({ series: { id: idOf(one) } }));
  return {
    ...{ onlooker, document, variables: { ids: things.map(idOf), series }, codes: [undefined] },
    judge: (data, where) => {
      const found = (data['nodes'] as ({ id: string } | null)[]).map((node) => node && node.id);
      onlooker.agree(
        where,
        found,
        things.map((thing) => (sight.sees(thing) ? idOf(thing) : null)),
      );
      onlooker.agree(where, data['samples'], seen);
    },
  };
}

/** Under every scope in turn, and then under its own again. */
function someAudience(onlooker: Onlooker, random: Random, tower: Watchtower): Errand {
  const { world, sight, organization } = onlooker;
  const own = world.Device.filter((thing) => thing.owner === organization);
  const thing: Thing = own.length > 0 ? random.pick(own) : organization;
  const document = `{ audience(id: "${idOf(thing)}") { organization { id } } devices(first: 100) { nodes { id serial } } }`;
  return {
    ...{ onlooker, document, codes: [undefined] },
    judge: (data, where) => {
      const seeing = (data['audience'] as { organization: { id: string } }[]).map((one) => one.organization.id);
      const due = tower.audienceOf(thing, sight).map((one) => one.organization.id);
      onlooker.agree(where, seeing.sort(), due);
      const devices = data['devices'] as { nodes: { id: string }[] };
      onlooker.agree(
        where,
        devices.nodes.map(({ id }) => id),
        sight.all('Device').sort(byId).map(idOf),
      );
    },
  };
}

/** Most of them lists and records by id. */
export const readingErrands: readonly ((onlooker: Onlooker, random: Random, tower: Watchtower) => Errand)[] = [
  ...[someLists, someNodes, someLists, someNodes],
  ...[someHistories, someAudience],
];
