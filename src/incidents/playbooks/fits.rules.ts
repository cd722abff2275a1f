import { faultOfRsit, rsitClasses } from '../rsit';

/** A class of RSIT, or one type in it. */
export interface Fit {
  class: string;
  type?: string | null;
}

const tag = /^rsit:([a-z0-9-]+)(?:="([a-z0-9-]+)")?$/;
const classes = new Set(rsitClasses.map((one) => one.class));

/** The label that says of a playbook what it is for: a machine tag of the MISP taxonomy. */
export const labelOfFit = ({ class: of, type }: Fit): string => (type ? `rsit:${of}="${type}"` : `rsit:${of}`);

/** What labels say that a playbook is for; those that speak of anything else say nothing of it. */
export function fitsOf(labels: readonly string[]): Fit[] {
  return labels.flatMap((label): Fit[] => {
    const [, of, type = null] = tag.exec(label) ?? [];
    return of !== undefined && faultOfFit({ class: of, type }) === null ? [{ class: of, type }] : [];
  });
}

/** `class` or `class/type`, as they are looked up by. */
export const keyOfFit = ({ class: of, type }: Fit): string => (type ? `${of}/${type}` : of);

export function faultOfFit({ class: of, type }: Fit): string | null {
  if (type) return faultOfRsit(of, type);
  return classes.has(of) ? null : faultOfRsit(of, '');
}
