import type { Organization, Region } from './directory-model';

/** From the widest to the narrowest. */
export const markings = ['CLEAR', 'GREEN', 'AMBER', 'AMBER_STRICT', 'RED'] as const;
export type Marking = (typeof markings)[number];

/** From the least to the worst. */
export const severities = ['INFO', 'MINOR', 'MAJOR', 'CRITICAL'] as const;
export type Severity = (typeof severities)[number];

export type Dataset = 'INVENTORY' | 'SAMPLES' | 'WARNINGS' | 'INCIDENTS' | 'ADVISORIES';
export const allMasks = ['MANAGEMENT_ADDRESS', 'SERIAL', 'MAC', 'DESCRIPTION', 'ADDRESSES', 'COORDINATES'] as const;
export type Mask = (typeof allMasks)[number];

export interface SharingGroup {
  type: 'SharingGroup';
  id: string;
  /** who keeps it */
  owner: Organization;
  code: string;
  name: string;
  createdAt: string;
  members: Organization[];
}

/** Whoever can be named where records are shared. */
export type Party = Organization | SharingGroup;

/** A filter of changes under a name. */
export interface Feed {
  type: 'Feed';
  id: string;
  owner: Organization;
  code: string;
  types: string[];
  createdAt: string;
}

export interface Agreement {
  type: 'Agreement';
  id: string;
  title: string;
  legalBasis: string;
  provider: Organization;
  consumer: Party;
  withDescendants: boolean;
  datasets: Dataset[];
  /** only what lies within it; everywhere where there is none */
  region: Region | null;
  leastSeverity: Severity;
  ceiling: Marking;
  withheld: Mask[];
  validFrom: string;
  validUntil: string | null;
  state: 'PROPOSED' | 'ACCEPTED' | 'ENDED' | 'EXPIRED';
  createdAt: string;
}
