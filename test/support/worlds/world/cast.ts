import type { Organization } from './directory-model';

/** A root, the center below it, an agency, an operator, a root of another tree, and one that stands alone. */
interface Cast {
  root: Organization;
  center: Organization;
  agency: Organization;
  leaf: Organization;
  other: Organization;
  stranger: Organization;
}

export function castOf(organizations: readonly Organization[]): Cast {
  const [root, center, agency, leaf, , other] = organizations as [Organization, ...Organization[]];
  return { root, center: center!, agency: agency!, leaf: leaf!, other: other!, stranger: organizations.at(-1)! };
}

/** Those that the world is looked at as: one of each place in the trees. */
export function placesOf(organizations: readonly Organization[]): Organization[] {
  const { root, center, leaf, other, stranger } = castOf(organizations);
  return [root, center, leaf, other, stranger];
}
