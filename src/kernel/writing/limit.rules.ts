type Words = (...parts: string[]) => string;

/** The forms that constraints have here, as Postgres prints them but for its casts, and what each asks of a value. */
const forms: readonly (readonly [RegExp, Words])[] = [
  [/^length\((\w+)\) >= (\d+) AND length\(\1\) <= (\d+)$/, (_, least, most) => `have ${least} to ${most} characters`],
  [/^length\(\w+\) <= (\d+)$/, (most) => `have ${most} characters at most`],
  [/^(\w+) >= (-?\d+) AND \1 <= (-?\d+)$/, (_, least, most) => `be from ${least} to ${most}`],
  [/^\w+ >= (-?\d+)$/, (least) => `be ${least} or more`],
  [/^\w+ = ANY \(ARRAY\[(.+)\]\)$/, (values) => `be one of ${values!.replaceAll("'", '')}`],
  [/^cardinality\((\w+)\) <= (\d+)(?: AND array_position\(\1, NULL\) IS NULL)?$/, (_, most) => `hold ${most} at most`],
  [/^(?:hub\.)?texts_within\(\w+, (\d+)\)$/, (most) => `have 1 to ${most} characters in each`],
  [/^\w+ ~ '\^\[(.+)\]\[(.+)\]\{0,(\d+)\}\$'$/, (first, rest, more) => consistOf(first!, rest!, Number(more) + 1)],
  [/^\w+_id <> \w+_id$/, () => 'be another record than this one'],
  [/^FOREIGN KEY \(\w+, (\w+)_id\) REFERENCES \w+\(\w+, \1_id\)/, (shared) => `have the same ${shared} as this record`],
];

const consistOf = (first: string, rest: string, most: number): string =>
  `have 1 to ${most} characters of ${rest}, the first of ${first}`;

/** What a constraint asks of a value, in words, by its definition; null for one of another form. */
export function limitOf(definition: string): string | null {
  const plain = withoutCasts(definition);
  for (const [form, words] of forms) {
    const parts = form.exec(plain);
    if (parts) return `it must ${words(...parts.slice(1))}`;
  }
  return null;
}

/** `CHECK (latitude >= '-90'::integer::double precision)` as `latitude >= -90`. */
const withoutCasts = (definition: string): string =>
  definition
    .replace(/^CHECK \((.*)\)(?: NOT VALID)?$/s, '$1')
    .replace(/::(text|integer|bigint|double precision)/g, '')
    .replace(/'(-?\d+)'/g, '$1');
