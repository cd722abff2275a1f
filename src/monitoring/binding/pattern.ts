import { PatternFault, PatternReader, type PatternNode } from './pattern-syntax';

/** Counts what matching takes: one for each way that is open at a character or is looked into, and for each place that it takes along. */
export interface Work {
  steps: number;
}

/**
 * A regular expression over a whole text, in the words of RE2 as Prometheus has them: anchored at both ends, no references back, no looking
 * around. Its program is run over the text once, all ways at the same time: the time is at most its size times the length of the text,
 * whoever wrote it. Node's own expressions, and those of Postgres with groups in what repeats, can be made to take for ever.
 */
export class Pattern {
  private readonly program: Instruction[] = [];
  readonly groups: number;

  constructor(
    text: string,
    private readonly work: Work = { steps: 0 },
  ) {
    if (text.length > longestPattern)
      throw new PatternFault(`it may have ${longestPattern} characters, this one has ${text.length}`);
    const reader = new PatternReader(text);
    this.write(reader.read());
    this.groups = reader.groups;
    if (this.groups > mostGroups)
      throw new PatternFault(`it may have ${mostGroups} groups, this one has ${this.groups}`);
    this.emit({ kind: 'match' });
  }

  get size(): number {
    return this.program.length;
  }

  /** The groups of the text, the whole of it first; an empty text for one that took no part. Null where it does not match. */
  match(text: string): string[] | null {
    if (text.length > longestText) return null;
    const characters = [...text];
    let threads = new Threads(this.program, this.work);
    let next = new Threads(this.program, this.work);
    threads.add(0, [], 0, characters.length);
    for (const [at, character] of characters.entries()) {
      const code = character.codePointAt(0)!;
      this.work.steps += threads.list.length;
      for (const { pc, places } of threads.list) {
        const instruction = this.program[pc]!;
        if (instruction.kind === 'one' && instruction.holds(code)) next.add(pc + 1, places, at + 1, characters.length);
      }
      if (next.list.length === 0) return null;
      [threads, next] = [next, threads];
      next.clear();
    }
    const won = threads.list.find(({ pc }) => this.program[pc]!.kind === 'match');
    return won ? this.groupsOf(characters, text, won.places) : null;
  }

  private groupsOf(characters: readonly string[], text: string, places: readonly number[]): string[] {
    const groups = Array.from({ length: this.groups }, (_, n) => {
      const [from, to] = [places[2 * n + 2], places[2 * n + 3]];
      return from === undefined || to === undefined ? '' : characters.slice(from, to).join('');
    });
    return [text, ...groups];
  }

  private write(node: PatternNode): void {
    switch (node.kind) {
      case 'all':
        return node.of.forEach((part) => this.write(part));
      case 'either':
        return this.writeEither(node.of);
      case 'repeat':
        return this.writeRepeat(node);
      case 'group':
        this.emit({ kind: 'save', place: 2 * node.number });
        this.write(node.of);
        return void this.emit({ kind: 'save', place: 2 * node.number + 1 });
      default:
        return void this.emit(node);
    }
  }

  private writeEither(ways: PatternNode[]): void {
    const ends = ways.slice(0, -1).map((way) => {
      const fork = this.emit({ kind: 'fork', first: this.size + 1, second: 0 });
      this.write(way);
      const jump = this.emit({ kind: 'jump', to: 0 });
      fork.second = this.size;
      return jump;
    });
    this.write(ways.at(-1)!);
    for (const end of ends) end.to = this.size;
  }

  private writeRepeat({ of, least, most, greedy }: PatternNode & { kind: 'repeat' }): void {
    for (let n = 0; n < least; n += 1) this.write(of);
    if (most === Infinity) return this.writeLoop(of, greedy);
    const skips: Fork[] = [];
    for (let n = least; n < most; n += 1) {
      skips.push(this.emit({ kind: 'fork', first: this.size + 1, second: 0 }));
      this.write(of);
    }
    for (const skip of skips) {
      skip.second = this.size;
      if (!greedy) [skip.first, skip.second] = [skip.second, skip.first];
    }
  }

  private writeLoop(of: PatternNode, greedy: boolean): void {
    const fork = this.emit({ kind: 'fork', first: this.size + 1, second: 0 });
    const start = this.size - 1;
    this.write(of);
    this.emit({ kind: 'jump', to: start });
    fork.second = this.size;
    if (!greedy) [fork.first, fork.second] = [fork.second, fork.first];
  }

  private emit<I extends Instruction>(instruction: I): I {
    if (this.size >= largestProgram)
      throw new PatternFault(
        `written out it has more than ${largestProgram} steps: count less often, or name less in one`,
      );
    this.program.push(instruction);
    return instruction;
  }
}

export const longestPattern = 200;
/** Texts beyond it match nothing: no name in the inventory is as long. */
export const longestText = 300;
export const largestProgram = 400;
const mostGroups = 10;

interface Fork {
  kind: 'fork';
  first: number;
  second: number;
}
type Instruction =
  | Fork
  | { kind: 'one'; holds: (code: number) => boolean }
  | { kind: 'jump'; to: number }
  | { kind: 'save'; place: number }
  | { kind: 'start' | 'end' | 'match' };

interface Thread {
  pc: number;
  /** Where groups begin and end, by twice their number. */
  places: readonly number[];
}

/** The ways that are still open at one place of the text, best first; each instruction is met once. */
class Threads {
  readonly list: Thread[] = [];
  private readonly met: Uint8Array;

  constructor(
    private readonly program: readonly Instruction[],
    private readonly work: Work,
  ) {
    this.met = new Uint8Array(program.length);
  }

  clear(): void {
    this.list.length = 0;
    this.met.fill(0);
  }

  add(pc: number, places: readonly number[], at: number, end: number): void {
    if (this.met[pc]) return;
    this.met[pc] = 1;
    this.work.steps += 1 + places.length;
    const instruction = this.program[pc]!;
    if (instruction.kind === 'jump') return this.add(instruction.to, places, at, end);
    if (instruction.kind === 'fork') {
      this.add(instruction.first, places, at, end);
      return this.add(instruction.second, places, at, end);
    }
    if (instruction.kind === 'save') {
      const saved = [...places];
      saved[instruction.place] = at;
      return this.add(pc + 1, saved, at, end);
    }
    const stands = { start: at === 0, end: at === end }[instruction.kind as string];
    if (stands !== undefined) return stands ? this.add(pc + 1, places, at, end) : undefined;
    this.list.push({ pc, places });
  }
}
