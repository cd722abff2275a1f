import type { Random } from '../../../random';
import { impactOf } from '../../answers/impact';
import { maskedFields } from '../../answers/masked-fields';
import type { Onlooker } from '../../onlooker/onlooker';
import { shuffled } from '../../world/chance';
import { idOf, type Thing } from '../../world/things';

interface List {
  edges: { steps: number; node: { id: string } }[];
  totalCount: number;
}
const listed = `(first: 100) { edges { steps node { id } } totalCount }`;
const fields = `{ node { id } devices(first: 100) { edges { steps node { id ${maskedFields('Device')} } } totalCount }
  links${listed} informationSystems${listed} organizations${listed}
  sites(first: 100) { edges { steps node { id ${maskedFields('Site')} } } totalCount } truncated }`;

/** What fails with a thing: records, places and owners, each with its steps, and counts of nothing else. */
export async function readImpact(onlooker: Onlooker, random: Random): Promise<void> {
  const { sight } = onlooker;
  const types = ['Site', 'Device', 'Interface', 'Link', 'InformationSystem'] as const;
  const starts = types.flatMap((type) => shuffled<Thing>(random, sight.all(type)).slice(0, 3));
  if (starts.length === 0) return;
  const asked = starts.map((thing, i) => `q${i}: impact(id: "${idOf(thing)}") ${fields}`);
  const answer = await onlooker.ask<Record<string, Record<string, List>>>('impact', `{ ${asked.join(' ')} }`);
  starts.forEach((start, i) => {
    for (const [name, due] of Object.entries(impactOf(start, sight))) {
      const { edges, totalCount } = answer[`q${i}`]![name]!;
      const found = edges.map(({ steps, node }) => `${node.id} ${steps}`).sort();
      onlooker.agree(`impact of ${idOf(start)}: ${name}`, [found, totalCount], [due, due.length]);
    }
  });
}
