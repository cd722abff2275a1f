/** What introspection says of a type, as far as a selection is made of it. */
export interface TypeShape {
  kind: string;
  name: string;
  fields: { name: string; isDeprecated: boolean; args: { name: string }[]; type: TypeRef }[] | null;
  possibleTypes: { name: string }[] | null;
}

interface TypeRef {
  kind: string;
  name: string | null;
  ofType: TypeRef | null;
}

export const shapesDocument = `{ __schema { types { kind name possibleTypes { name } fields(includeDeprecated: false) {
  name isDeprecated args { name } type { ...ref ofType { ...ref ofType { ...ref ofType { ...ref } } } } } } } }
fragment ref on __Type { kind name }`;

/**
 * Of every record its own values, those of its parts, and the ids of what it refers to: what a copy of the hub takes to be one. Made of what the
 * hub says of itself, so that one of a later release is followed whole. Fields of one name and different types stand under `plainName`.
 */
export function nodeSelection(types: readonly TypeShape[]): string {
  const shapes = new Shapes(types);
  const fragments = [...shapes.nodes].map((name) => `... on ${name} { ${shapes.valuesOf(name)} }`);
  return `__typename ${fragments.join(' ')}`;
}

/** The name that a field of a selection has in the schema. */
export const plainName = (name: string): string => name.replace(/^[A-Z][A-Za-z0-9]*__/, '');

class Shapes {
  readonly nodes: ReadonlySet<string>;
  private readonly byName: ReadonlyMap<string, TypeShape>;
  private readonly twofold: ReadonlySet<string>;

  constructor(types: readonly TypeShape[]) {
    this.byName = new Map(types.map((type) => [type.name, type]));
    this.nodes = new Set(this.byName.get('Node')?.possibleTypes?.map(({ name }) => name));
    this.twofold = this.ofSeveralTypes();
  }

  valuesOf(name: string): string {
    return this.fieldsOf(name)
      .map(({ name: field, type }) => {
        const alias = this.twofold.has(field) ? `${name}__${field}: ` : '';
        return `${alias}${field}${this.inside(named(type))}`;
      })
      .join(' ');
  }

  /** What is a value, a part without an id of its own, or another record; lists that have pages are asked for by themselves. */
  private fieldsOf(name: string) {
    const fields = this.byName.get(name)?.fields ?? [];
    return fields.filter(
      ({ args, type }) => args.length === 0 && this.shows(named(type)) && !(isList(type) && this.isNode(named(type))),
    );
  }

  private shows(type: TypeRef): boolean {
    return isValue(type) || this.isNode(type) || (type.kind === 'OBJECT' && this.isPart(type.name!));
  }

  private isPart(name: string): boolean {
    return this.partsOf(name).length > 0;
  }

  /** What is told of a part: its values, and the records that it refers to. */
  private partsOf(name: string) {
    const fields = this.byName.get(name)?.fields ?? [];
    return fields.filter(
      ({ args, type }) => args.length === 0 && (isValue(named(type)) || (!isList(type) && this.isNode(named(type)))),
    );
  }

  private isNode({ kind, name }: TypeRef): boolean {
    return name === 'Node' || kind === 'UNION' || (kind === 'OBJECT' && this.nodes.has(name!));
  }

  private inside(type: TypeRef): string {
    if (isValue(type)) return '';
    if (this.isNode(type)) return idOf(type);
    const values = this.partsOf(type.name!);
    return ` { ${values.map(({ name, type: inner }) => `${name}${isValue(named(inner)) ? '' : idOf(named(inner))}`).join(' ')} }`;
  }

  private ofSeveralTypes(): Set<string> {
    const known = new Map<string, string>();
    const twofold = new Set<string>();
    for (const name of this.nodes)
      for (const { name: field, type } of this.fieldsOf(name)) {
        const written = isValue(named(type)) || !this.isNode(named(type)) ? textOf(type) : `${isNonNull(type)}`;
        if ((known.get(field) ?? written) !== written) twofold.add(field);
        known.set(field, written);
      }
    return twofold;
  }
}

const idOf = ({ kind }: TypeRef): string => (kind === 'UNION' ? ' { ... on Node { id } }' : ' { id }');
const named = (type: TypeRef): TypeRef => (type.ofType ? named(type.ofType) : type);
const isNonNull = ({ kind }: TypeRef): boolean => kind === 'NON_NULL';
const isList = (type: TypeRef): boolean => type.kind === 'LIST' || (type.ofType != null && isList(type.ofType));
const isValue = ({ kind }: TypeRef): boolean => kind === 'SCALAR' || kind === 'ENUM';
const textOf = (type: TypeRef): string => `${type.kind} ${type.name ?? ''} ${type.ofType ? textOf(type.ofType) : ''}`;
