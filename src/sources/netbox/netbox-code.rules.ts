import { netboxModels } from './netbox-models';
import type { NetboxRow, NetboxWorld } from './netbox-world';

const mostCode = 63;

/** The code a slug asks for, as the directory takes codes; null where nothing of it can stand in one. */
export function codeWished(slug: unknown): string | null {
  if (typeof slug !== 'string') return null;
  const code = slug
    .replace(/[Đđ]/g, (letter) => (letter === 'Đ' ? 'D' : 'd'))
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '');
  return code.slice(0, mostCode) || null;
}

/** A tenant or provider of the importing organization's own code is that organization. */
export const isImporter = (code: string, owner: string): boolean => code.toLowerCase() === owner.toLowerCase();

/**
 * The code of a region, organization or site: its slug. Of several with one slug (NetBox allows it under different parents, and for a
 * tenant beside a provider) the first keeps it and the others add what they are and their pk. Null where even that is another's slug.
 */
export function codeOf(row: NetboxRow, world: NetboxWorld): string | null {
  const { space, noun } = netboxModels.get(row.model)!.code!;
  const wished = codeWished(row.fields['slug']);
  if (wished && space === 'organization' && isImporter(wished, world.owner)) return world.owner;
  const first = wished && world.firstToWish(space, wished);
  if (wished && (!first || (first.model === row.model && first.pk === row.pk))) return wished;
  const suffix = `${noun}-${row.pk}`;
  const told = wished ? `${wished.slice(0, mostCode - suffix.length - 1)}-${suffix}` : suffix;
  return world.firstToWish(space, told) ? null : told;
}
