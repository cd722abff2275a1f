import {
  getNullableType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLAbstractType,
  type GraphQLList,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
} from 'graphql';
import { withheldAt } from '../reading/withheld';
import { leafWriter, type WriteLeaf } from './leaf';
import type { PlannedField, Selection } from './plan';
import { follow, resolve, valueOf, type Run, type Source } from './sources';
import { Unplanned } from './unplanned';
import { isAbsent, isPromise, listOf, together } from './values';

type Path = GraphQLResolveInfo['path'];
/** Where each value of a column stands in the answer; null where nothing below asks. */
type Places = readonly (Path | undefined)[] | null;

/**
 * Writes what is asked of many records at once, a column at a time, as JSON text: what an edge leads to is read for all of them together.
 * Whatever graphql-js would have to explain is thrown.
 */
export class Writer {
  constructor(private readonly run: Run) {}

  async objects(selection: Selection, rows: readonly Source[], places: Places): Promise<string[]> {
    if (rows.length === 0) return [];
    const columns = await together(
      selection.fields.map((field) => this.column(field, rows, this.below(field, places, rows.length))),
    );
    const heads = selection.fields.map(({ name }, i) => `${i === 0 ? '{' : ','}${JSON.stringify(name)}:`);
    return rows.map((_, row) => {
      let text = heads.length === 0 ? '{' : '';
      for (let i = 0; i < heads.length; i += 1) text += heads[i]! + columns[i]![row]!;
      return `${text}}`;
    });
  }

  private below({ isPlaced, name, parent }: PlannedField, places: Places, count: number): Places {
    if (!isPlaced) return null;
    return Array.from({ length: count }, (_, i) => ({ prev: places?.[i], key: name, typename: parent.name }));
  }

  private async column(field: PlannedField, rows: readonly Source[], places: Places): Promise<string[]> {
    const { how, definition, parent } = field;
    switch (how.kind) {
      case 'typename':
        return rows.map(() => JSON.stringify(parent.name));
      case 'property':
        if (how.mask) return this.masked(field, how.property, how.mask, how.withheld!, rows, places!);
        return this.complete(
          definition.type,
          rows.map((row) => valueOf(this.run, field, how.property, row)),
          field,
          places,
        );
      case 'joined':
        return this.joined(field, how.selection, `${how.join.as}.id`, rows, places);
      case 'edge':
        return this.complete(definition.type, await follow(this.run, field, how, rows), field, places);
      case 'resolved':
        return this.complete(
          definition.type,
          rows.map((row, i) => resolve(this.run, field, row, places![i]!)),
          field,
          places,
        );
    }
  }

  private masked(
    field: PlannedField,
    property: string,
    mask: string,
    withheld: string,
    rows: readonly Source[],
    places: NonNullable<Places>,
  ) {
    const write = leafWriter(getNullableType(field.definition.type) as never);
    return rows.map((row, i) => {
      if (!(row[withheld] as readonly string[] | null)?.includes(mask)) return write(row[property]);
      this.run.context.withhold(withheldAt(places[i]!, mask));
      return 'null';
    });
  }

  private async joined(
    { definition }: PlannedField,
    selection: Selection,
    id: string,
    rows: readonly Source[],
    places: Places,
  ) {
    const present = rows.filter((row) => row[id] !== null);
    this.run.context.deliver(present.length);
    const texts = await this.objects(selection, present, places && places.filter((_, i) => rows[i]![id] !== null));
    let next = 0;
    return this.nonNull(
      definition.type,
      rows.map((row) => (row[id] === null ? 'null' : texts[next++]!)),
    );
  }

  private async complete(
    type: GraphQLOutputType,
    found: readonly unknown[],
    field: PlannedField,
    places: Places,
  ): Promise<string[]> {
    if (isNonNullType(type)) return this.nonNull(type, await this.complete(type.ofType, found, field, places));
    const values = found.some(isPromise) ? await together(found.map(async (value) => value)) : found;
    if (isLeafType(type)) return values.map(leafWriter(type));
    if (isListType(type)) return this.lists(type, values, field, places);
    const present = values.filter((value) => !isAbsent(value)) as Source[];
    const at = places && places.filter((_, i) => !isAbsent(values[i]));
    const texts = isObjectType(type)
      ? await this.objects(field.under(type), present, at)
      : await this.ofSeveralTypes(type, present, field, at);
    if (present.length === values.length) return texts;
    let next = 0;
    return values.map((value) => (isAbsent(value) ? 'null' : texts[next++]!));
  }

  private async lists(
    { ofType }: GraphQLList<GraphQLOutputType>,
    values: readonly unknown[],
    field: PlannedField,
    places: Places,
  ) {
    const lists = values.map((value) => (isAbsent(value) ? null : listOf(value)));
    const leaf = getNullableType(ofType);
    if (isLeafType(leaf)) return lists.map((list) => (list ? this.leaves(ofType, list, leafWriter(leaf)) : 'null'));
    const at =
      places &&
      lists.flatMap((list, i) => (list ?? []).map((_, key) => ({ prev: places[i], key, typename: undefined })));
    const texts = await this.complete(
      ofType,
      lists.flatMap((list) => list ?? []),
      field,
      at,
    );
    let next = 0;
    return lists.map((list) => (list ? `[${texts.slice(next, (next += list.length)).join(',')}]` : 'null'));
  }

  /** Plain values of one list, which may be ten thousands of samples. */
  private leaves(type: GraphQLOutputType, list: readonly unknown[], write: WriteLeaf): string {
    const texts = list.map(write);
    return `[${this.nonNull(type, texts).join(',')}]`;
  }

  private async ofSeveralTypes(
    type: GraphQLAbstractType,
    rows: readonly Source[],
    field: PlannedField,
    places: Places,
  ): Promise<string[]> {
    const names = await together(
      rows.map(async (row) => type.resolveType!(row, this.run.context, this.run.info as never, type)),
    );
    const texts: string[] = Array.from({ length: rows.length });
    for (const name of new Set(names)) {
      const mine = names.flatMap((one, i) => (one === name ? [i] : []));
      const selection = field.under(this.run.info.schema.getType(name!) as GraphQLObjectType);
      const written = await this.objects(
        selection,
        mine.map((i) => rows[i]!),
        places && mine.map((i) => places[i]),
      );
      written.forEach((text, i) => (texts[mine[i]!] = text));
    }
    return texts;
  }

  /** A null where there may be none is an error, which graphql-js words and places. */
  private nonNull(type: GraphQLOutputType, texts: string[]): string[] {
    if (isNonNullType(type) && texts.includes('null')) throw new Unplanned(`null for ${String(type)}`);
    return texts;
  }
}
