import { cardFields, cardOf } from '../../answers/cards';
import type { Onlooker } from '../../onlooker/onlooker';
import { idOf, prefixes, typeNames, type Thing } from '../../world/things';

const variables = typeNames.map((type) => `$${type}: [ID!]!`).join(', ');
const fields = typeNames.map((type) => `${type}: nodes(ids: $${type}) { ... on ${type} { ${cardFields(type)} } }`);
const document = `query(${variables}, $strange: [ID!]!) { ${fields.join(' ')} strange: nodes(ids: $strange) { id } }`;

/** Every record of the world by its id, with all its fields and the one record that each of its edges leads to. */
export async function readNodes(onlooker: Onlooker): Promise<void> {
  const { world, sight } = onlooker;
  const strange = world.Site.map(({ id }) => `${prefixes.Device}_${id}`);
  const ids = Object.fromEntries(typeNames.map((type) => [type, (world[type] as Thing[]).map(idOf)]));
  const answer = await onlooker.ask<Record<string, unknown[]>>('nodes', document, { ...ids, strange });
  for (const type of typeNames) {
    (world[type] as Thing[]).forEach((thing, i) =>
      onlooker.agree(`nodes: ${idOf(thing)}`, answer[type]![i], cardOf(type, thing as never, sight)),
    );
  }
  onlooker.agree(
    'nodes: the id of one type with the prefix of another',
    answer['strange'],
    strange.map(() => null),
  );
}
