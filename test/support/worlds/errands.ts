import type { Random } from '../random';
import { cardFields, cardOf } from './cards';
import { shuffled, someToken } from './chance';
import { roots, rootTypes } from './lists';
import { maskedFields, shownOf } from './masks';
import { byId, everything, idOf, type Thing } from './model';
import type { Onlooker } from './onlooker';
import type { Watchtower } from './read-audience';

/** Some pass while a request still waits for its turn, some while it runs. */
export const deadlines = [15, 60, 150] as const;

/** A request, and what is wrong with an answer; an answer that fails as a whole is never wrong. */
export interface Errand {
  onlooker: Onlooker;
  document: string;
  variables?: Record<string, unknown>;
  /** milliseconds after which the client goes away */
  patience?: number;
  /** milliseconds that the server allows, where it is a hasty one */
  deadline?: (typeof deadlines)[number];
  judge: (data: Record<string, unknown>, where: string) => void;
  codes: readonly (string | undefined)[];
}

const samplesOfAll = 'from: "2026-04-01T00:00:00Z", to: "2026-06-01T00:00:00Z", resolution: RAW)';

/** One request as chance has it, most of them sound. */
export function someErrand(onlooker: Onlooker, random: Random, tower: Watchtower): Errand {
  const way = random.whole(10);
  if (way === 0) return someFault(onlooker, random);
  if (way === 1) return someRefusedWrite(onlooker, random);
  const reading = random.pick([someLists, someNodes, someLists, someNodes, someHistories, someAudience])(
    onlooker,
    random,
    tower,
  );
  if (way === 2) return { ...reading, patience: 1 + random.whole(200) };
  return way === 3 ? { ...reading, deadline: random.pick(deadlines) } : reading;
}

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

/** Fails while its neighbours are still being read. */
function someFault(onlooker: Onlooker, random: Random): Errand {
  const backwards = 'window(from: "2026-06-01T00:00:00Z", to: "2026-05-01T00:00:00Z") { count }';
  const slow =
    'devices(first: 50) { nodes { id interfaces { nodes { id link { id b { site { id } } } } } links { totalCount } } }';
  const document = random.chance(0.5)
    ? `{ series(first: 9) { nodes { id ${backwards} subject { ... on Node { id } } } } ${slow} }`
    : `{ ${slow} sites(after: "nowhere") { totalCount } }`;
  return { onlooker, document, codes: [undefined, 'BAD_USER_INPUT', 'INVALID_CURSOR'], judge: () => undefined };
}

/** Writes that fail at a check, at a policy, or at a constraint in the middle of a batch: nothing of them stays. */
function someRefusedWrite(onlooker: Onlooker, random: Random): Errand {
  const { organization, role, world, sight } = onlooker;
  const stranger = random.pick(world.Organization.filter((one) => one !== organization));
  const twins = [0, 1].map(() => ({ externalId: someToken(random), code: 'twin', name: 'twin' }));
  const hidden = random.pick(sight.hidden.filter(({ type }) => type === 'Site').concat(everything(world)[0]!));
  const inputs = [
    { owner: stranger.code, source: 'probe', records: [] },
    { owner: organization.code, source: 'probe', records: twins },
  ];
  const lost = { externalId: 'lost', role: 'ROUTER', site: { id: idOf(hidden) } };
  const devices = { owner: organization.code, source: 'probe', records: [lost] };
  const document = `mutation($sites: UpsertSitesInput!, $devices: UpsertDevicesInput!) {
    sites: upsertSites(input: $sites) { created } devices: upsertDevices(input: $devices) { created }
  }`;
  return {
    ...{ onlooker, document, variables: { sites: random.pick(inputs), devices } },
    codes: role === 'READER' ? ['FORBIDDEN'] : [undefined, 'FORBIDDEN', 'CONFLICT'],
    judge: (data, where) => onlooker.agree(where, data, { sites: { created: 0 }, devices: { created: 0 } }),
  };
}
