import {
  getNamedType,
  isAbstractType,
  isLeafType,
  isNonNullType,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import type { Random } from './random';

/** What arguments are made of: ids by the prefix of their type, and whatever else one can ask for. */
export interface Askable {
  /** by type */
  ids: Readonly<Record<string, readonly string[]>>;
  codes: readonly string[];
}

/** Fields whose answer hangs on the clock, or that look at the world of another viewer. */
const left = new Set(['audience', 'viewer']);
const variables = '$yes: Boolean = true, $no: Boolean = false, $some: Int = 3';

/** Queries by chance over the schema: aliases, fields merged, fragments, conditions, pages, errors among them. */
export class RandomQuery {
  private names = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly random: Random,
    private readonly askable: Askable,
  ) {}

  document(): string {
    this.names = 0;
    const fields = this.many(2, () => this.field(this.schema.getQueryType()!, 4));
    // Each variable and fragment is used.
    const used =
      'used: nodes(ids: []) { ...named } a: __typename @skip(if: $yes) b: __typename @include(if: $no) c: devices(first: $some) { __typename }';
    return `query (${variables}) { ${used} ${fields.join(' ')} } fragment named on Node { __typename id }`;
  }

  private selection(type: GraphQLCompositeType, depth: number): string {
    const parts = isAbstractType(type)
      ? this.many(2, () => this.onOneOf(this.schema.getPossibleTypes(type), depth))
      : this.many(4, () =>
          this.random.chance(0.15)
            ? this.fragment(type as GraphQLObjectType, depth)
            : this.field(type as GraphQLObjectType, depth),
        );
    return `{ ${['__typename', ...parts].join(' ')} }`;
  }

  private onOneOf(types: readonly GraphQLObjectType[], depth: number): string {
    const type = this.random.pick(types);
    return `... on ${type.name} ${this.selection(type, depth)}`;
  }

  private fragment(type: GraphQLObjectType, depth: number): string {
    const isNode = type.getInterfaces().some(({ name }) => name === 'Node');
    if (isNode && this.random.chance(0.4)) return `...named ${this.condition()}`;
    return `... ${this.random.chance(0.5) ? `on ${type.name} ` : ''}${this.condition()} ${this.selection(type, depth)}`;
  }

  private field(type: GraphQLObjectType, depth: number): string {
    const fields = Object.values(type.getFields()).filter((field) => this.isAskable(field, depth));
    if (fields.length === 0) return '__typename';
    const field = this.random.pick(fields);
    const below = getNamedType(field.type) as GraphQLCompositeType;
    // Merged fields have to ask alike: so only what takes no arguments keeps its own name.
    const alias = field.args.length > 0 || this.random.chance(0.2) ? `n${this.names++}: ` : '';
    const asked = isLeafType(below) ? '' : this.selection(below, depth - 1);
    return `${alias}${field.name}${this.arguments(field)} ${this.condition()} ${asked}`;
  }

  private isAskable({ name, type, args }: GraphQLField<unknown, unknown>, depth: number): boolean {
    if (left.has(name)) return false;
    return (
      isLeafType(getNamedType(type)) ||
      (depth > 0 &&
        args.every((argument) => !isNonNullType(argument.type) || this.value(argument, getNamedType(type).name)))
    );
  }

  private arguments({ args, type }: GraphQLField<unknown, unknown>): string {
    const given = args.flatMap((argument) => {
      const value =
        isNonNullType(argument.type) || this.random.chance(0.3) ? this.value(argument, getNamedType(type).name) : null;
      return value ? [`${argument.name}: ${value}`] : [];
    });
    return given.length > 0 ? `(${given.join(', ')})` : '';
  }

  private value({ name }: GraphQLArgument, of: string): string | null {
    const seldom = (odd: string, usual: string[]) => (this.random.chance(0.03) ? odd : this.random.pick(usual));
    const known: Record<string, () => string> = {
      id: () => this.id(of),
      ids: () => `[${this.many(3, () => this.id(of)).join(', ')}]`,
      first: () => seldom('101', ['0', '1', '2', '5', '$some']),
      last: () => seldom('-1', ['1', '3']),
      after: () => '"nonsense"',
      code: () => JSON.stringify(this.random.pick(this.askable.codes)),
      by: () => this.random.pick(['DEVICES_BY_REGION_AND_STATUS', 'OPEN_INCIDENTS_BY_SEVERITY']),
      text: () => seldom('""', ['"site"', '"da nang"']),
      address: () => '"10.0.0.1"',
      asOf: () => this.random.pick(['"2026-11-22T08:30:00Z"', '"2100-01-01T00:00:00Z"']),
      metrics: () => '["cpu_load"]',
    };
    const chances: Record<string, number> = { after: 0.02, last: 0.1 };
    if (chances[name] !== undefined && !this.random.chance(chances[name])) return null;
    return known[name]?.() ?? null;
  }

  private id(of: string): string {
    const fitting = this.askable.ids[of] ?? Object.values(this.askable.ids).flat();
    return JSON.stringify(this.random.chance(0.02) ? 'nonsense' : this.random.pick(fitting));
  }

  private condition(): string {
    if (!this.random.chance(0.12)) return '';
    return `@${this.random.pick(['skip', 'include'])}(if: ${this.random.pick(['$yes', '$no', 'true', 'false'])})`;
  }

  private many<T>(most: number, make: () => T): T[] {
    return Array.from({ length: 1 + this.random.whole(most) }, make);
  }
}
