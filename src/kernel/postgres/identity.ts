export interface Credential {
  keyId: string;
  secretHash: Buffer;
}

/** Who is asking, as the database resolved it from the key. */
export interface Identity {
  clientId: string;
  keyId: string;
  label: string;
  role: 'READER' | 'REPORTER' | 'RESPONDER' | 'STEWARD';
  organizationId: string;
  /** Where the client's keys are used from; empty: from anywhere. */
  networks: string[];
  expiresAt: string;
  /** How many owners' records of a dataset it sees: chooses between two ways to the same rows, never what may be seen. */
  inventoryOwners: number;
  samplesOwners: number;
  warningsOwners: number;
}

/** But for how many owners it sees: that chooses a way to the rows, never the rows. */
export const isSameIdentity = (one: Identity, other: Identity): boolean =>
  one.clientId === other.clientId &&
  one.keyId === other.keyId &&
  one.label === other.label &&
  one.role === other.role &&
  one.organizationId === other.organizationId &&
  one.expiresAt === other.expiresAt &&
  one.networks.join() === other.networks.join();
