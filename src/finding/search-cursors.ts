import { Cursors, isText, isUuid, type IsPart } from '../kernel/reading/cursor';

/** The place of a hit in the order of hits: the pass that met it, the text from the matched word on, its id. */
export type HitPlace = [pass: number, suffix: string, recordId: string];

const passes = 8;

const isPass: IsPart<number> = (part): part is number =>
  Number.isInteger(part) && Number(part) >= 0 && Number(part) < passes;

/** A cursor of one search is no place in another. */
export const searchCursors = (text: string, types: readonly string[]): Cursors<HitPlace> =>
  new Cursors(JSON.stringify([text, types]), 'this search for this text and these types', [isPass, isText, isUuid]);
