import {
  getNullableType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLAbstractType,
  type GraphQLLeafType,
  type GraphQLList,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
} from 'graphql';
import { withheldAt } from '../reading/withheld';
import { columnOfNull, leaves, listColumn, required, type Column } from './column';
import { leafWriter, writeNull, writeText } from './leaf';
import type { How, PlannedField, Selection } from './plan';
import { follow } from './follow';
import {
  areCells,
  isPresent,
  leafColumn,
  resolve,
  typeNamesOf,
  valueOf,
  withheldOf,
  type Run,
  type Source,
} from './source';
import { allOf, isAbsent, listOf } from './values';

type Path = GraphQLResolveInfo['path'];
/** Where each value of a column stands in the answer; null where nothing below asks. */
type Places = readonly (Path | undefined)[] | null;

/**
 * Reads what is asked of many records at once, a column at a time: what an edge leads to is read for all of them together. Then the answer is
 * written in one go. Whatever graphql-js would have to explain is thrown, in either part.
 */
export class Writer {
  constructor(private readonly run: Run) {}

  async objects(selection: Selection, rows: readonly Source[], places: Places): Promise<Column> {
    if (rows.length === 0) return columnOfNull;
    const columns = await allOf(
      selection.fields.map((field) => this.column(field, rows, this.below(field, places, rows.length))),
    );
    const { heads } = selection;
    return (row, out) => {
      for (let i = 0; i < heads.length; i += 1) {
        out.copy(heads[i]!);
        columns[i]!(row, out);
      }
      out.ascii(heads.length === 0 ? '{}' : '}');
      return true;
    };
  }

  private below({ isPlaced, name, parent }: PlannedField, places: Places, count: number): Places {
    if (!isPlaced) return null;
    return Array.from({ length: count }, (_, i) => ({ prev: places?.[i], key: name, typename: parent.name }));
  }

  /** What stands in the rows is there at once; only what is to be read or resolved is waited for. */
  private column(field: PlannedField, rows: readonly Source[], places: Places): Column | Promise<Column> {
    const { how, definition, parent } = field;
    const nullable = getNullableType(definition.type);
    if (how.kind === 'typename') return (_row, out) => writeText(parent.name, out);
    if (how.kind === 'property' && how.masked) return this.masked(how, nullable as GraphQLLeafType, rows, places!);
    if (how.kind === 'property' && isLeafType(nullable) && areCells(rows))
      return required(definition.type, leafColumn(nullable, how.property, rows));
    return this.awaited(field, how, rows, places);
  }

  private async awaited(
    field: PlannedField,
    how: Exclude<How, { kind: 'typename' }>,
    rows: readonly Source[],
    places: Places,
  ): Promise<Column> {
    const { type } = field.definition;
    switch (how.kind) {
      case 'property': {
        const values = rows.map((row) => valueOf(this.run, field, how.property, row));
        return this.complete(type, values, field, places);
      }
      case 'joined':
        return required(type, await this.joined(how, rows, places));
      case 'edge':
        return this.complete(type, await follow(this.run, field, how, rows), field, places);
      case 'resolved': {
        const values = rows.map((row, i) => resolve(this.run, field, row, places![i]!));
        return this.complete(type, values, field, places);
      }
    }
  }

  private masked(
    { property, masked }: How & { kind: 'property' },
    type: GraphQLLeafType,
    rows: readonly Source[],
    places: NonNullable<Places>,
  ): Column {
    const { mask, said } = masked!;
    const write = leafColumn(type, property, rows);
    return (row, out) => {
      if (!withheldOf(rows[row]!, said).includes(mask)) return write(row, out);
      this.run.context.withhold(withheldAt(places[row]!, mask));
      return writeNull(out);
    };
  }

  private async joined({ join, selection }: How & { kind: 'joined' }, rows: readonly Source[], places: Places) {
    const isThere = rows.map((row) => isPresent(row, join.as));
    this.run.context.deliver(isThere.filter(Boolean).length);
    return this.among(isThere, (present, at) => this.objects(selection, present, at), rows, places);
  }

  private async complete(
    type: GraphQLOutputType,
    found: readonly unknown[],
    field: PlannedField,
    places: Places,
  ): Promise<Column> {
    if (isNonNullType(type)) return required(type, await this.complete(type.ofType, found, field, places));
    const values = await allOf(found);
    if (isLeafType(type)) {
      const write = leafWriter(type);
      return (row, out) => write(values[row], out);
    }
    if (isListType(type)) return this.lists(type, values, field, places);
    const isThere = values.map((value) => !isAbsent(value));
    const write = (present: Source[], at: Places) =>
      isObjectType(type) ? this.objects(field.under(type), present, at) : this.ofSeveralTypes(type, present, field, at);
    return this.among(isThere, write, values as readonly Source[], places);
  }

  /** What is written of the rows that are there; null for the others. */
  private async among(
    isThere: readonly boolean[],
    write: (present: Source[], places: Places) => Promise<Column>,
    rows: readonly Source[],
    places: Places,
  ): Promise<Column> {
    if (!isThere.includes(false)) return write([...rows], places);
    const present = rows.filter((_, i) => isThere[i]);
    const column = await write(present, places && places.filter((_, i) => isThere[i]));
    let count = 0;
    const placeOf = isThere.map((there) => (there ? count++ : -1));
    return (row, out) => (isThere[row] ? column(placeOf[row]!, out) : writeNull(out));
  }

  private async lists(
    { ofType }: GraphQLList<GraphQLOutputType>,
    values: readonly unknown[],
    field: PlannedField,
    places: Places,
  ): Promise<Column> {
    const leaf = getNullableType(ofType);
    if (isLeafType(leaf)) return leaves(ofType, leaf, values);
    const all: unknown[] = [];
    const at: Path[] = [];
    const ends = values.map((value, i) => {
      if (isAbsent(value)) return null;
      listOf(value).forEach((one, key) => {
        all.push(one);
        if (places) at.push({ prev: places[i], key, typename: undefined });
      });
      return all.length;
    });
    const column = await this.complete(ofType, all, field, places && at);
    return listColumn(ends, column);
  }

  private async ofSeveralTypes(
    type: GraphQLAbstractType,
    rows: readonly Source[],
    field: PlannedField,
    places: Places,
  ): Promise<Column> {
    const { context, info } = this.run;
    const names = await allOf(typeNamesOf(rows, (row) => type.resolveType!(row, context, info as never, type)));
    const columns = new Map<string | undefined, Column>();
    for (const name of new Set(names)) {
      const selection = field.under(info.schema.getType(name!) as GraphQLObjectType);
      const isOne = names.map((one) => one === name);
      columns.set(name, await this.among(isOne, (mine, at) => this.objects(selection, mine, at), rows, places));
    }
    return (row, out) => columns.get(names[row])!(row, out);
  }
}
