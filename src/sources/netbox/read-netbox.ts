import type { ImportItem, RefusedItem } from '../import-item';
import { isImporter } from './netbox-code.rules';
import { contentTypeOf } from './netbox-content-type.rules';
import { depthOf } from './netbox-directory.rules';
import { itemsOf, orderedModels } from './netbox-mapping.rules';
import { netboxModels } from './netbox-models';
import { entriesOf } from './netbox-row.rules';
import { positionOf, type NetboxRow } from './netbox-world';
import { readDumpRows, type ModelCount } from './read-dump-rows';
import { SortedStage } from './sorted-stage';
import { StagedWorld, type StagedRow } from './staged-world';

export interface NetboxOptions {
  /** Code of the organization that imports: it owns what is no tenant's, and stands above the tenants and providers. */
  owner: string;
  /** The system of record: "netbox" unless said. */
  source?: string;
  /** Whether to take regions, which only the keeper of the directory may write; without them a site lies where its owner does. */
  regions?: boolean;
  onProgress?: (bytes: number, total: number) => void;
  /** Told once, when the file is read: the models in it, how many rows each has, and what becomes of them. */
  onCounted?: (counts: readonly ModelCount[]) => void;
}

/**
 * What a dump of NetBox (`manage.py dumpdata`, one JSON array) holds for the hub, ordered by what refers to what. Rows name each other by
 * pk and come in any order, so they are first sorted in a file of the temporary folder, a few fields of each: the dump is parsed once, and
 * memory does not grow with it. Ends with an error where the file is no such array, before the first record.
 */
export async function* readNetbox(path: string, options: NetboxOptions): AsyncGenerator<ImportItem> {
  const stage = await SortedStage.open();
  try {
    for await (const item of readDumpRows(path, options)) {
      if ('refused' in item) yield item;
      else for (const entry of entriesOf(item)) await stage.add(entry);
    }
    await stage.seal();
    yield* itemsIn(new StagedWorld(stage, path, options.owner, options.source ?? 'netbox', options.regions ?? true));
  } finally {
    await stage.close();
  }
}

function* itemsIn(world: StagedWorld): Generator<ImportItem> {
  for (const [model, { use }] of netboxModels) {
    if (use === 'LOOKED_UP') yield* strays(world, model);
  }
  if (world.regions) yield* regionItems(world);
  for (const model of orderedModels) {
    for (const row of world.rows(model)) yield* row.isDouble ? [double(world, row)] : itemsToWrite(row, world);
  }
}

/** The importing organization stands already. */
function itemsToWrite(row: NetboxRow, world: StagedWorld): ImportItem[] {
  return itemsOf(row, world).filter((item) => {
    return (
      'refused' in item ||
      item.type !== 'Organization' ||
      !isImporter((item.record as { code: string }).code, world.owner)
    );
  });
}

/** What a region lies in comes before it. */
function* regionItems(world: StagedWorld): Generator<ImportItem> {
  let isDeeper = true;
  for (let depth = 0; isDeeper; depth++) {
    isDeeper = false;
    for (const row of world.rows('dcim.region')) {
      const own = depthOf(row, world) ?? 0;
      if (own === depth) yield* row.isDouble ? [double(world, row)] : itemsOf(row, world);
      isDeeper ||= own > depth;
    }
  }
}

/** Rows that nothing will ask for: a second one of a pk, and parts of what is not there. */
function* strays(world: StagedWorld, model: string): Generator<RefusedItem> {
  for (const row of world.rows(model)) {
    if (row.isDouble) yield double(world, row);
    const whole = wholeOf(row, world);
    if (whole && !world.row(whole.model, whole.pk))
      yield refusal(world, row, whole.field, `there is no ${positionOf(whole)} in the file`);
  }
}

function wholeOf(
  { model, fields }: NetboxRow,
  world: StagedWorld,
): { field: string; model: string; pk: number } | null {
  const field = netboxModels.get(model)?.partOf;
  if (field === undefined) return null;
  const pk = fields[field] as number;
  if (model !== 'extras.taggeditem')
    return { field, model: model === 'dcim.cabletermination' ? 'dcim.cable' : 'circuits.circuit', pk };
  return contentTypeOf(fields['content_type'], world) === 'dcim.device' ? { field, model: 'dcim.device', pk } : null;
}

const double = (world: StagedWorld, row: StagedRow): RefusedItem =>
  refusal(world, row, 'pk', 'an earlier row of the file has it');

function refusal({ file }: StagedWorld, row: NetboxRow, field: string, reason: string): RefusedItem {
  return { refused: { place: { file, position: positionOf(row) }, field, reason } };
}
