import type { Db } from '../../kernel/postgres/session';
import type { Collection } from '../../kernel/reading/collection';
import type { FoundChange } from '../engine/change';
import { readChanges } from '../engine/read-changes';
import { mostChanges } from '../feed.values';
import type { FedTypes } from '../fed-types';
import type { ViewFilter } from '../view/view-filter';
import { headOf, recordLine } from './export-lines';
import type { ExportPlace, OpenExport } from './export.store';
import type { Pieces } from './pieces';
import { columnsOf, readRecords } from './record-columns';

export interface ReadRange {
  count: number;
  place: ExportPlace;
  progress: number;
  isLast: boolean;
  /** What the key may see has become something else since it was begun. */
  isOfAnotherView: boolean;
}

/** Views are kept before ranges are read. */
const keep = () => Promise.resolve('');

/** The next records, by the walk of a feed that begins: so the cursor behind the last tells what has become of those that are written. */
export async function recordRange(
  db: Db,
  fed: FedTypes,
  { types }: ViewFilter,
  { format, filter, place }: OpenExport,
  pieces: Pieces,
): Promise<ReadRange> {
  const asked = { after: place.cursor ?? null, filter, first: mostChanges, onlyWalk: true };
  const page = await readChanges({ db, fed, horizonDays: 30, keep }, asked);
  if (place.cursor === undefined && types.length === 1)
    await pieces.add(headOf(format, columnsOf(fed.of(types[0]!)).keys()));
  let count = 0;
  for (const [of, changes] of byType(page.changes)) {
    const records = await readRecords(
      db,
      of,
      changes.map(({ uuid }) => uuid),
    );
    const names = [...columnsOf(of).keys()];
    const shown = changes.map(({ uuid }) => records.get(uuid)).filter((record) => record !== undefined);
    count += shown.length;
    await pieces.add(shown.map((record) => recordLine(format, of.typeName, names, record)).join(''));
  }
  return {
    count,
    place: { cursor: page.cursorOf(page.place) },
    progress: page.place.walk ? types.indexOf(page.place.walk.type) / types.length : 1,
    isLast: page.place.walk === null,
    isOfAnotherView: page.place.past.length > 0,
  };
}

function byType(changes: readonly FoundChange[]): Map<Collection, FoundChange[]> {
  const found = new Map<Collection, FoundChange[]>();
  for (const change of changes) found.set(change.collection, [...(found.get(change.collection) ?? []), change]);
  return found;
}
