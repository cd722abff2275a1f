import type { Collection } from '../reading/collection';
import { parseId } from '../ids';
import type { Refusal } from './refusal';
import type { Db } from '../postgres/session';

/** How a record names another: by id, or by its key in a system of record (owner and source as the batch's unless said). */
export interface RecordRef {
  id?: string | null;
  owner?: string | null;
  source?: string | null;
  externalId?: string | null;
}

interface Asked {
  index: number;
  field: string;
  target: Collection;
  ref: RecordRef;
  put: (id: string) => void;
}

interface Home {
  ownerId: string;
  source: string;
}

/** Gathers the references of a batch and resolves them under the viewer's access, one statement a target. */
export class References {
  private readonly asked: Asked[] = [];

  constructor(private readonly home: Home) {}

  /** Where ref is given, `put` gets the id of the record it names. */
  ask(
    index: number,
    field: string,
    target: Collection,
    ref: RecordRef | null | undefined,
    put: (id: string) => void,
  ): void {
    if (ref) this.asked.push({ index, field, target, ref, put });
  }

  async resolve(db: Db): Promise<Refusal[]> {
    const targets = [...new Set(this.asked.map(({ target }) => target))];
    const refusals: Refusal[] = [];
    for (const target of targets) refusals.push(...(await this.resolveTarget(db, target)));
    return refusals;
  }

  private async resolveTarget(db: Db, target: Collection): Promise<Refusal[]> {
    const asked = this.asked.filter((entry) => entry.target === target);
    const found = await this.find(db, target, asked);
    asked.forEach(({ put }, n) => {
      const id = found.get(n);
      if (id) put(id);
    });
    return asked.filter((_, n) => !found.has(n)).map(unknown);
  }

  private async find(db: Db, target: Collection, asked: Asked[]): Promise<Map<number, string>> {
    const rows = await db.rows<{ n: number; id: string }>(
      `WITH asked AS (
         SELECT a.n::int - 1 AS n, a.id, a.owner, a.source, a.external_id
           FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS a(id, owner, source, external_id, n)
       )
       SELECT a.n, t.id FROM asked a JOIN ${target.table} t ON t.id = a.id
       UNION ALL
       SELECT a.n, t.id FROM asked a JOIN ${target.table} t
           ON t.owner_id = $5 AND t.source = a.source AND t.external_id = a.external_id
        WHERE a.id IS NULL AND a.owner IS NULL
       UNION ALL
       SELECT a.n, t.id FROM asked a JOIN organization o ON o.code = a.owner JOIN ${target.table} t
           ON t.owner_id = o.id AND t.source = a.source AND t.external_id = a.external_id
        WHERE a.id IS NULL`,
      [
        asked.map(({ ref, target: { prefix } }) =>
          ref.id && parseId(ref.id)?.prefix === prefix ? parseId(ref.id)!.uuid : null,
        ),
        asked.map(({ ref }) => ref.owner ?? null),
        asked.map(({ ref }) => ref.source ?? this.home.source),
        asked.map(({ ref }) => (ref.id ? null : (ref.externalId ?? null))),
        this.home.ownerId,
      ],
    );
    return new Map(rows.map(({ n, id }) => [n, id]));
  }
}

function unknown({ index, field, target, ref }: Asked): Refusal {
  const name = ref.id ?? [ref.owner, ref.source, ref.externalId].filter(Boolean).join(' / ');
  return {
    index,
    field,
    code: 'UNKNOWN_REFERENCE',
    message: `${field}: no ${target.typeName} "${name.slice(0, 100)}" is visible to this key: send it first, or name it by owner, source and externalId.`,
  };
}
