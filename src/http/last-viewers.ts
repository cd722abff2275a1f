import type { Credential, Identity } from '../kernel/postgres/identity';

/** So many are remembered. */
const most = 10_000;

/** Who a key was when it was last used. */
export interface LastViewer {
  viewer: Identity | null;
  /** Remembers who it is now, or that it is nobody. */
  keep: (identity: Identity | null) => void;
}

/**
 * Who the keys were when they were last used, each with its secret and from where. It saves waiting, and decides nothing: the database says at
 * every request who the key is now.
 */
export class LastViewers {
  private readonly known = new Map<string, Identity>();

  of({ keyId, secretHash }: Credential, peer: string | null): LastViewer {
    const name = `${keyId} ${secretHash.toString('base64')} ${peer}`;
    return { viewer: this.known.get(name) ?? null, keep: (identity) => this.keep(name, identity) };
  }

  private keep(name: string, identity: Identity | null): void {
    if (!identity) this.known.delete(name);
    else {
      if (this.known.size >= most) this.known.clear();
      this.known.set(name, identity);
    }
  }
}
