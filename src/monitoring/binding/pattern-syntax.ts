/** What a pattern says, read: the part of RE2's syntax that labels need. */
export type PatternNode =
  | { kind: 'start' | 'end' }
  | { kind: 'one'; holds: (code: number) => boolean }
  | { kind: 'group'; number: number; of: PatternNode }
  | { kind: 'all' | 'either'; of: PatternNode[] }
  | { kind: 'repeat'; of: PatternNode; least: number; most: number; greedy: boolean };

/** What is wrong with a pattern, in words for who wrote it. */
export class PatternFault extends Error {}

export const mostRepeats = 100;
const deepest = 20;

type Holds = (code: number) => boolean;

const between =
  (low: string, high: string): Holds =>
  (code) =>
    code >= low.codePointAt(0)! && code <= high.codePointAt(0)!;
const digit = between('0', '9');
const [lower, upper] = [between('a', 'z'), between('A', 'Z')];
const word: Holds = (code) => digit(code) || lower(code) || upper(code) || code === 0x5f;
const space: Holds = (code) => code === 0x20 || (code >= 9 && code <= 13 && code !== 11);
const not =
  (holds: Holds): Holds =>
  (code) =>
    !holds(code);
const classes: Record<string, Holds> = { d: digit, w: word, s: space, D: not(digit), W: not(word), S: not(space) };
const controls: Record<string, string> = { n: '\n', r: '\r', t: '\t' };

/** Reads a pattern from left to right; what it does not know it refuses by name. */
export class PatternReader {
  private readonly characters: readonly string[];
  private readonly ignoresCase: boolean;
  private at = 0;
  private depth = 0;
  /** Groups that are remembered. */
  groups = 0;

  constructor(pattern: string) {
    this.ignoresCase = pattern.startsWith('(?i)');
    this.characters = [...(this.ignoresCase ? pattern.slice(4) : pattern)];
  }

  read(): PatternNode {
    const node = this.either();
    if (this.at < this.characters.length) this.fail('a ")" closes nothing');
    return node;
  }

  private either(): PatternNode {
    if ((this.depth += 1) > deepest) this.fail(`groups stand within each other ${deepest} times at most`);
    const of = [this.all()];
    while (this.takes('|')) of.push(this.all());
    this.depth -= 1;
    return of.length === 1 ? of[0]! : { kind: 'either', of };
  }

  private all(): PatternNode {
    const of: PatternNode[] = [];
    while (this.at < this.characters.length && !'|)'.includes(this.next)) of.push(this.repeated());
    return of.length === 1 ? of[0]! : { kind: 'all', of };
  }

  private repeated(): PatternNode {
    const of = this.part();
    const times = this.times();
    if (!times) return of;
    const node: PatternNode = { kind: 'repeat', of, ...times, greedy: !this.takes('?') };
    if (this.at < this.characters.length && '*+?'.includes(this.next)) this.fail('what is repeated is repeated again');
    return node;
  }

  private times(): { least: number; most: number } | null {
    if (this.takes('*')) return { least: 0, most: Infinity };
    if (this.takes('+')) return { least: 1, most: Infinity };
    if (this.takes('?')) return { least: 0, most: 1 };
    const counted = /^\{(\d{1,4})(,(\d{0,4}))?\}/.exec(this.characters.slice(this.at, this.at + 12).join(''));
    if (!counted) return null;
    this.at += counted[0].length;
    const least = Number(counted[1]);
    const most = counted[2] === undefined ? least : counted[3] === '' ? Infinity : Number(counted[3]);
    if (most < least || Math.max(least, most === Infinity ? 0 : most) > mostRepeats)
      this.fail(`${counted[0]} must count up, to ${mostRepeats} at most`);
    return { least, most };
  }

  private part(): PatternNode {
    const character = this.characters[this.at]!;
    this.at += 1;
    if (character === '(') return this.group();
    if (character === '[') return this.one(this.set());
    if (character === '.') return { kind: 'one', holds: () => true };
    if (character === '^') return { kind: 'start' };
    if (character === '$') return { kind: 'end' };
    if (character === '\\') return this.one(this.escaped());
    if ('*+?'.includes(character)) this.fail(`"${character}" repeats nothing`);
    return this.one(same(character));
  }

  private group(): PatternNode {
    const isPlain = this.takes('?');
    if (isPlain && !this.takes(':'))
      this.fail('of what begins with "(?" only "(?:" is known, and "(?i)" where the pattern begins');
    const number = isPlain ? 0 : (this.groups += 1);
    const of = this.either();
    if (!this.takes(')')) this.fail('a "(" is not closed');
    return isPlain ? of : { kind: 'group', number, of };
  }

  /** One character of a class: [a-z0-9._-], [^:]. */
  private set(): Holds {
    const isOthers = this.takes('^');
    const parts: Holds[] = [];
    do {
      if (this.at >= this.characters.length) this.fail('a "[" is not closed');
      parts.push(this.range());
    } while (!this.takes(']'));
    const holds: Holds = this.caseless((code) => parts.some((part) => part(code)));
    return isOthers ? not(holds) : holds;
  }

  private range(): Holds {
    const from = this.member();
    const isRange = this.next === '-' && (this.characters[this.at + 1] ?? ']') !== ']';
    if (typeof from !== 'string' || !isRange) return typeof from === 'string' ? same(from) : from;
    this.at += 1;
    const to = this.member();
    if (typeof to !== 'string' || to.codePointAt(0)! < from.codePointAt(0)!)
      return this.fail(`"${from}-…" is no range: it goes from a character to a later one`);
    return between(from, to);
  }

  private member(): string | Holds {
    const character = this.characters[this.at] ?? this.fail('a "[" is not closed');
    this.at += 1;
    if (character === '[' && this.next === ':') this.fail('classes by name ("[:alpha:]") are not known');
    return character === '\\' ? this.escape() : character;
  }

  private escaped(): Holds {
    const found = this.escape();
    return typeof found === 'string' ? same(found) : found;
  }

  private escape(): string | Holds {
    const character = this.characters[this.at] ?? this.fail('a "\\" stands at the end');
    this.at += 1;
    const known = classes[character] ?? controls[character];
    if (known) return known;
    if (/[0-9A-Za-z]/.test(character))
      this.fail(`"\\${character}" is not known: \\d, \\w, \\s, their opposites, \\n, \\r and \\t are`);
    return character;
  }

  private one(holds: Holds): PatternNode {
    return { kind: 'one', holds: this.caseless(holds) };
  }

  private caseless(holds: Holds): Holds {
    if (!this.ignoresCase) return holds;
    return (code) => {
      const character = String.fromCodePoint(code);
      const others = [character.toLowerCase(), character.toUpperCase()].filter(
        (one) => one.length === character.length,
      );
      return [character, ...others].some((one) => holds(one.codePointAt(0)!));
    };
  }

  private get next(): string {
    return this.characters[this.at] ?? '';
  }

  private takes(character: string): boolean {
    const found = this.next === character;
    if (found) this.at += 1;
    return found;
  }

  private fail(what: string): never {
    throw new PatternFault(`${what} (at character ${this.at + (this.ignoresCase ? 4 : 0)})`);
  }
}

const same = (character: string): Holds => {
  const wanted = character.codePointAt(0)!;
  return (code) => code === wanted;
};
