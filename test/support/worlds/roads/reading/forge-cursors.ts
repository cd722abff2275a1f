import type { Random } from '../../../random';
import { sorted } from '../../answers/orders';
import { roots, rootTypes } from '../../answers/roots';
import type { Onlooker } from '../../onlooker/onlooker';
import { idOf, type Thing } from '../../world/things';

/** Cursors made up from ids of hidden records are places like any other: what comes after them is what the viewer sees there. */
export async function forgeCursors(onlooker: Onlooker, random: Random): Promise<void> {
  const { sight } = onlooker;
  const types = rootTypes.filter(
    (type) => sight.all(type).length > 0 && sight.hidden.some((thing) => thing.type === type),
  );
  if (types.length === 0) return;
  const first = types.map((type) => `${type}: ${roots[type]!}(first: 1) { pageInfo { endCursor } }`);
  const cursors = await onlooker.ask<Record<string, { pageInfo: { endCursor: string } }>>(
    'cursors',
    `{ ${first.join(' ')} }`,
  );
  const aims = types.map((type) => ({ type, id: random.pick(sight.hidden.filter((thing) => thing.type === type)).id }));
  const pages = aims.map(({ type, id }) => {
    const [mark] = JSON.parse(Buffer.from(cursors[type]!.pageInfo.endCursor, 'base64url').toString('utf8')) as string[];
    const forged = Buffer.from(JSON.stringify([mark, id])).toString('base64url');
    return `${type}: ${roots[type]!}(first: 5, after: "${forged}") { nodes { id } }`;
  });
  const found = await onlooker.ask<Record<string, { nodes: { id: string }[] }>>(
    'forged cursors',
    `{ ${pages.join(' ')} }`,
  );
  for (const { type, id } of aims) {
    const after = sorted(sight.all(type) as Thing[], []).filter((thing) => thing.id > id);
    onlooker.agree(
      `${roots[type]!} after the hidden ${id}`,
      found[type]!.nodes.map((node) => node.id),
      after.slice(0, 5).map(idOf),
    );
  }
}
