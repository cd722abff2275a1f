import { upsertOrganizations, upsertRegions } from '../directory/upsert-directory';
import type { ActAs } from '../directory/act-as';
import { incidentKind } from '../incidents/incident.write';
import { addressKind, prefixKind, vrfKind } from '../inventory/address-plan/address-plan.write';
import { deviceKind } from '../inventory/device/device.write';
import { informationSystemKind } from '../inventory/information-system/information-system.write';
import { interfaceKind } from '../inventory/interface/interface.write';
import { linkKind } from '../inventory/link/link.write';
import { siteKind } from '../inventory/site/site.write';
import { upsertRecords, type RecordKind, type SentRecord } from '../inventory/upsert-records';
import type { Refusal } from '../kernel/writing/refusal';
import type { Db, Identity } from '../kernel/postgres/session';
import type { ImportedRecord, ImportedType, ImportItem, Place } from './import-item';

export interface ImportTotals {
  created: number;
  updated: number;
  unchanged: number;
  refused: number;
}
export type Refused = { place: Place; field: string | null; reason: string };
export type TellRefused = (refused: Refused) => void;

interface Written {
  created: number;
  updated: number;
  unchanged: number;
  refused: Refusal[];
}

const batchSize = 500;

/** Writes items as they come, in batches of one type and owner, a transaction each; what is refused is told by its place, the rest goes in. */
export async function importItems(
  items: AsyncIterable<ImportItem>,
  source: string,
  act: ActAs,
  tell: TellRefused,
): Promise<ImportTotals> {
  const run = new ImportRun(source, act, tell);
  for await (const item of items) await run.take(item);
  await run.flush();
  return run.totals;
}

class ImportRun {
  readonly totals: ImportTotals = { created: 0, updated: 0, unchanged: 0, refused: 0 };
  private type: ImportedType | null = null;
  private readonly waiting = new Map<string, ImportedRecord[]>();

  constructor(
    private readonly source: string,
    private readonly act: ActAs,
    private readonly tell: TellRefused,
  ) {}

  async take(item: ImportItem): Promise<void> {
    if ('refused' in item) return this.refuse(item.refused);
    if (item.type !== this.type) await this.flush();
    this.type = item.type;
    const batch = this.waiting.get(item.owner) ?? [];
    this.waiting.set(item.owner, batch);
    batch.push(item);
    if (batch.length >= batchSize) await this.write(item.owner);
  }

  async flush(): Promise<void> {
    for (const owner of this.waiting.keys()) await this.write(owner);
  }

  /** A batch is all or nothing: what it names as refused is left out, and the rest is sent again. */
  private async write(owner: string): Promise<void> {
    let batch = this.waiting.get(owner) ?? [];
    this.waiting.delete(owner);
    while (batch.length > 0) {
      const written = await this.act((db, viewer) => writeBatch(db, viewer, this.type!, owner, this.source, batch));
      this.totals.created += written.created;
      this.totals.updated += written.updated;
      this.totals.unchanged += written.unchanged;
      if (written.refused.length === 0) return;
      for (const { index, field, message } of written.refused)
        this.refuse({ place: batch[index]!.place, field, reason: message });
      const refused = new Set(written.refused.map(({ index }) => index));
      batch = batch.filter((_, i) => !refused.has(i));
    }
  }

  private refuse(refused: Refused): void {
    this.totals.refused += 1;
    this.tell(refused);
  }
}

function writeBatch(
  db: Db,
  viewer: Identity,
  type: ImportedType,
  owner: string,
  source: string,
  batch: ImportedRecord[],
): Promise<Written> {
  const records = batch.map(({ record }) => record);
  if (type === 'Region') return upsertRegions(db, { records: records as never });
  if (type === 'Organization') return upsertOrganizations(db, { records: records as never });
  return upsertRecords(db, kindOf(type, viewer), { owner, source, records: records as SentRecord[] });
}

const kinds: Partial<Record<ImportedType, unknown>> = {
  Vrf: vrfKind,
  Site: siteKind,
  Device: deviceKind,
  Interface: interfaceKind,
  Link: linkKind,
  Prefix: prefixKind,
  Address: addressKind,
  InformationSystem: informationSystemKind,
};

const kindOf = (type: ImportedType, viewer: Identity): RecordKind<SentRecord> =>
  (type === 'Incident' ? incidentKind(viewer.organizationId, new Date()) : kinds[type]) as RecordKind<SentRecord>;
