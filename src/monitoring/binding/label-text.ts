import { PatternFault } from './pattern-syntax';
import type { LabelText } from './binding.values';
import { Pattern, type Work } from './pattern';

/** Values of labels by their names; an empty text for one that a series has not. */
export type ValueOf = (label: string) => string;

/** Between the values of labels that are read as one text, as Prometheus has it. */
const separator = ';';
/** $1, ${1}, and $$ for a $. */
const references = /\$(?:(\$)|(\d)|\{(\d{1,2})\})|\$/g;

/** Makes a text of labels, as Prometheus relabels: one label that is absent is an empty text. */
export class LabelTextMaker {
  private readonly pattern: Pattern;

  constructor(
    private readonly text: LabelText,
    work?: Work,
  ) {
    this.pattern = new Pattern(text.pattern, work);
    for (const [reference, dollar, short, long] of text.replacement.matchAll(references)) {
      if (dollar) continue;
      if (short === undefined && long === undefined)
        throw new PatternFault('a "$" in a replacement is "$1", "${1}" or "$$"');
      if (Number(short ?? long) > this.pattern.groups)
        throw new PatternFault(`${reference} stands for a group that the pattern has not`);
    }
  }

  get size(): number {
    return this.pattern.size;
  }

  /** Null where the pattern does not match, or nothing is left. */
  of(valueOf: ValueOf): string | null {
    const groups = this.pattern.match(this.text.labels.map(valueOf).join(separator));
    if (!groups) return null;
    const made = this.text.replacement.replace(references, (_, dollar?: string, short?: string, long?: string) =>
      dollar ? '$' : groups[Number(short ?? long)]!,
    );
    return made === '' ? null : made;
  }
}
