import type { Organization, Region } from '../world/directory-model';

/** Whether an organization is another one or stands above it. */
export const isAbove = (above: Organization, below: Organization | null): boolean =>
  below !== null && (above === below || isAbove(above, below.parent));

/** Whether a region is another one or lies within it. */
export const isWithin = (place: Region | null, region: Region): boolean =>
  place !== null && (place === region || isWithin(place.parent, region));
