import type { Hub } from '../hub';
import type { Random } from '../random';
import { shuffled, someId } from './chance';
import type { Organization } from './directory-model';
import { asKnownTo, grantsFor, wouldSee } from './grants';
import { nameless, outcomeOf } from './hidden';
import { everything, idOf, prefixes, type Thing, type World } from './model';
import { masksOf } from './masks';
import type { Onlooker } from './onlooker';
import { isAbove, ownerOf } from './oracle';
import { allMasks, type Mask } from './sharing-model';
import { Sight } from './sight';
import { roots } from './lists';

interface Told {
  organization: { id: string };
  withheld: Mask[];
  agreements: { id: string }[];
}

const answer = '{ organization { id } withheld agreements { id } }';
const refusal = `query($id: ID!) { audience(id: $id) ${answer} }`;

/** Sees the whole world as each of its organizations does. */
export class Watchtower {
  readonly sights: readonly Sight[];

  constructor(readonly world: World) {
    this.sights = world.Organization.map((organization) => new Sight(world, organization));
  }

  /**
   * Who sees a record, what of it is withheld from them, and the agreements that show it; of these, those that `asking` sees. Who is in a
   * group that `asking` may not look into is left out.
   */
  audienceOf(thing: Thing, asking: Sight): Told[] {
    const known = asKnownTo(asking.viewer, thing);
    const seeing = this.sights.filter(({ viewer, agreed }) => wouldSee(viewer, agreed, known));
    const told = seeing.map((sight) => ({
      organization: { id: idOf(sight.viewer) },
      withheld: masksOf(thing.type)
        .map(([, mask]) => mask)
        .filter((mask, i, all) => all.indexOf(mask) === i && sight.withholds(thing, mask)),
      agreements: grantsFor(sight.viewer, sight.agreed, thing)
        .filter((agreement) => asking.sees(agreement))
        .map((agreement) => ({ id: idOf(agreement) })),
    }));
    return sorted(told);
  }
}

/** Whose side of a record it is to ask who sees it: its owner's, or its writer's where nobody owns what a series measures. */
const isSideOf = (viewer: Organization, thing: Thing): boolean =>
  ['Region', 'Organization', 'Metric', 'SharingGroup'].includes(thing.type) ||
  isAbove(viewer, ownerOf(thing) ?? (thing.type === 'Series' ? thing.writer : null));

/** In one order, and of what is withheld only what the record has. */
function sorted(told: Told[], { type }: { type?: Thing['type'] } = {}): Told[] {
  const own = new Set(type ? masksOf(type).map(([, mask]) => mask) : allMasks);
  const words = ({ id }: { id: string }) => id;
  return told
    .map(({ organization, withheld, agreements }) => ({
      organization,
      withheld: withheld.filter((mask) => own.has(mask)).sort(),
      agreements: agreements.toSorted((a, b) => (words(a) < words(b) ? -1 : 1)),
    }))
    .sort((a, b) => (a.organization.id < b.organization.id ? -1 : 1));
}

/** For its owner's side: exactly the organizations that the oracle says see the record. Whatever is read beside is the viewer's own. */
export async function readAudience(hub: Hub, onlooker: Onlooker, tower: Watchtower, random: Random): Promise<void> {
  const { world, sight, organization } = onlooker;
  const visible = shuffled(random, everything(world)).filter((thing) => sight.sees(thing));
  const own = visible.filter((thing) => isSideOf(organization, thing)).slice(0, 10);
  const lists = Object.values(roots).map((root) => `${root}(first: 1) { totalCount }`);
  const asked = own.map((thing, i) => `a${i}: audience(id: "${idOf(thing)}") ${answer} ${lists[i % lists.length]!}`);
  const found = await onlooker.ask<Record<string, Told[]>>('audience', `{ ${asked.join(' ')} }`);
  own.forEach((thing, i) =>
    onlooker.agree(`audience of ${idOf(thing)}`, sorted(found[`a${i}`]!, thing), tower.audienceOf(thing, sight)),
  );
  for (const [type, root] of Object.entries(roots)) {
    const count = (found[root] as { totalCount?: number } | undefined)?.totalCount;
    if (count !== undefined)
      onlooker.agree(`${root} beside an audience`, count, sight.all(type as Thing['type']).length);
  }
  const foreign = visible.find((thing) => !isSideOf(organization, thing));
  if (foreign) await isRefused(hub, onlooker, foreign, 'FORBIDDEN');
  const hidden = random.pick(sight.hidden);
  await isRefused(hub, onlooker, hidden, 'NOT_FOUND');
  const [id, missing] = [idOf(hidden), `${prefixes[hidden.type]}_${someId(random)}`];
  const [far, never] = [
    await outcomeOf(hub, onlooker, refusal, { id }),
    await outcomeOf(hub, onlooker, refusal, { id: missing }),
  ];
  onlooker.agree(`audience of hidden ${id}`, nameless(far, id), nameless(never, missing));
}

async function isRefused(hub: Hub, onlooker: Onlooker, thing: Thing, code: string): Promise<void> {
  const { errors } = await outcomeOf(hub, onlooker, refusal, { id: idOf(thing) });
  const codes = (errors as { extensions: { code: string } }[]).map(({ extensions }) => extensions.code);
  onlooker.agree(`audience of ${idOf(thing)}`, codes, [code]);
}
