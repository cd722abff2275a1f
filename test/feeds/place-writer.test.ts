import { randomBytes } from 'node:crypto';
import { decodePlace, placeWriter } from '../../src/feeds/cursor/feed-cursor';
import type { FeedPlace, WornView } from '../../src/feeds/cursor/feed-place';
import { placesAlong } from '../../src/feeds/engine/feed-read';
import { Snapshot } from '../../src/feeds/cursor/snapshot';

const signing = { epoch: '0123456789abcdef', key: randomBytes(32) };
const view = (id: string): WornView => ({ id, since: '5:9:6', until: '20:20:', isWhole: true });
const place: FeedPlace = {
  ...{ position: { xid: '7', seq: '1' }, at: 1_790_000_000.25, began: '4:12:5' },
  ...{ current: view('now'), past: [view('then')], pastUntil: '15', walk: null },
};

test('What is written of places, one after the other, is what is read', () => {
  const write = placeWriter(signing);
  const placeAt = placesAlong(place, { snapshot: new Snapshot('30:30:') });
  const entries = [7, 7, 10, 13, 16, 16].map((xid, i) => ({
    ...{ xid: String(xid), seq: String(i), at: `2026-11-23T00:00:${xid + 10}.125Z` },
  }));
  const places = entries.map(placeAt);
  expect(places.map(({ at }) => at)).toEqual(entries.map(({ at }) => Date.parse(at) / 1000));
  places.push({ ...place, walk: { type: 'Device', id: '019a0000-0000-7000-8000-000000000001' } }, place);
  const cursors = places.map(write);
  expect(cursors.map((cursor) => decodePlace(cursor, signing))).toEqual(places);
  expect(new Set(cursors).size).toBe(places.length);
  // What the last of them has behind it: the walk, the snapshot of the beginning, and views of before.
  expect(places.map(({ began, past, current }) => [began !== null, past.length, current.since])).toEqual([
    ...[
      [true, 1, '5:9:6'],
      [true, 1, '5:9:6'],
    ],
    ...[
      [true, 1, '1:1:'],
      [false, 1, '1:1:'],
      [false, 0, '1:1:'],
      [false, 0, '1:1:'],
    ],
    ...[
      [true, 1, '5:9:6'],
      [true, 1, '5:9:6'],
    ],
  ]);
});

test('A cursor of another key, or with another letter anywhere, is none', () => {
  const cursor = placeWriter(signing)(place);
  expect(() => decodePlace(cursor, { ...signing, key: randomBytes(32) })).toThrow('is not a cursor');
  for (let i = 0; i < cursor.length; i += 1) {
    const other = cursor[i] === 'A' ? 'B' : 'A';
    const forged = cursor.slice(0, i) + other + cursor.slice(i + 1);
    // What says of which history it is comes first.
    expect(() => decodePlace(forged, signing)).toThrow(/is not a cursor|another history/);
  }
  expect(() => decodePlace(`${cursor}0`, signing)).toThrow('is not a cursor');
});
