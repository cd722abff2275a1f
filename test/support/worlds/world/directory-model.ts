/** Who there is, and where: open to every key. */
export interface Region {
  type: 'Region';
  id: string;
  code: string;
  name: string;
  createdAt: string;
  parent: Region | null;
}
export interface Organization {
  type: 'Organization';
  id: string;
  code: string;
  name: string;
  createdAt: string;
  kind: string;
  parent: Organization | null;
  region: Region | null;
  communityMember: boolean;
}

/** What every record that an organization owns has. */
export interface Owned {
  id: string;
  owner: Organization;
  source: string;
  externalId: string;
  createdAt: string;
}
