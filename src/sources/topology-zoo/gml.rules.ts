import { textIn } from './gml-text.rules';

/** A key with its value, and the line where it stands. */
export interface GmlEntry {
  key: string;
  value: GmlValue;
  line: number;
}

/** A list is a value like any other, and a key may stand in it several times. A word is what is neither a number nor a text: NAN, INF. */
export type GmlValue = string | number | { word: string } | GmlEntry[];

export type GmlResult = { ok: GmlEntry[] } | { fault: { line: number; reason: string } };

/** A document in GML (Graph Modelling Language): keys, each with a number, a text in quotes or a list in brackets. */
export function parseGml(text: string): GmlResult {
  const reading = new GmlReading();
  let line = 1;
  for (const token of tokensOf(text)) {
    if (!reading.take(token, line)) break;
    line += linesIn(token);
  }
  return reading.end(line);
}

/** Blanks, comments, texts, brackets, words; a quotation mark that nothing closes. */
const token = /\s+|#.*|"[^"]*"|[[\]"]|[^\s"[\]]+/g;

function* tokensOf(text: string): Generator<string> {
  for (const [found] of text.matchAll(token)) yield found;
}

const linesIn = (text: string): number => text.split('\n').length - 1;

const isNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const isKey = /^[a-z_]\w*$/i;

class GmlReading {
  private readonly root: GmlEntry[] = [];
  /** The lists that are open, the innermost last. */
  private readonly open: { list: GmlEntry[]; line: number }[] = [{ list: this.root, line: 1 }];
  private key: { name: string; line: number } | null = null;
  private fault: { line: number; reason: string } | null = null;

  /** False where the document is none from here on. */
  take(found: string, line: number): boolean {
    if (/^[\s#]/.test(found)) return true;
    if (found === '"') return this.refuse(line, 'the text that begins here has no end');
    if (found === ']') return this.close(line);
    if (this.key) return this.put(found, line);
    if (!isKey.test(found)) return this.refuse(line, `${shown(found)} stands where a key is expected`);
    this.key = { name: found, line };
    return true;
  }

  end(line: number): GmlResult {
    if (this.key) this.refuse(this.key.line, `"${this.key.name}" has no value`);
    const { line: start } = this.open.at(-1)!;
    if (this.open.length > 1) this.refuse(line, `the list that begins in line ${start} has no end`);
    return this.fault ? { fault: this.fault } : { ok: this.root };
  }

  private put(found: string, line: number): boolean {
    const { name, line: start } = this.key!;
    const list: GmlEntry[] = [];
    this.open.at(-1)!.list.push({ key: name, value: found === '[' ? list : valueOf(found), line: start });
    if (found === '[') this.open.push({ list, line });
    this.key = null;
    return true;
  }

  private close(line: number): boolean {
    if (this.key) return this.refuse(line, `"${this.key.name}" has no value`);
    if (this.open.length === 1) return this.refuse(line, 'a list ends that has not begun');
    this.open.pop();
    return true;
  }

  private refuse(line: number, reason: string): false {
    this.fault ??= { line, reason };
    return false;
  }
}

function valueOf(found: string): GmlValue {
  if (found.startsWith('"')) return textIn(found.slice(1, -1));
  return isNumber.test(found) ? Number(found) : { word: found };
}

const shown = (found: string): string => (found.startsWith('"') ? 'a text' : JSON.stringify(found.slice(0, 40)));
