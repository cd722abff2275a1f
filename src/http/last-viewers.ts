import type { Credential, Identity } from '../kernel/postgres/identity';

/** So many are remembered. */
const most = 10_000;

/**
 * Who the keys were when they were last used, each with its secret and from where. It saves waiting, and decides nothing: the database says at
 * every request who the key is now.
 */
export class LastViewers {
  private readonly known = new Map<string, Identity>();

  of(credential: Credential, peer: string | null): Identity | null {
    return this.known.get(nameOf(credential, peer)) ?? null;
  }

  keep(credential: Credential, peer: string | null, identity: Identity | null): void {
    const name = nameOf(credential, peer);
    if (!identity) return void this.known.delete(name);
    if (this.known.size >= most) this.known.clear();
    this.known.set(name, identity);
  }
}

const nameOf = ({ keyId, secretHash }: Credential, peer: string | null): string =>
  `${keyId} ${secretHash.toString('base64')} ${peer}`;
