import { existsSync, readFileSync } from 'node:fs';
import { basename, posix } from 'node:path';

/** What a page's tree says of `src/`: folders on a line of their own, and folders named in the text of another. */
export interface AnnotatedTree {
  readonly folders: readonly string[];
  readonly mentions: readonly Mention[];
}

export interface Mention {
  readonly under: string;
  readonly name: string;
}

interface Entry {
  readonly path: string;
  readonly isFolder: boolean;
  readonly indent: number;
  readonly textColumn: number;
  text: string;
}

/** Reads the page's fenced block with a line for `src/` by its indentation; tree lines (`├──`) are as good as blanks. */
export function readAnnotatedTree(page: string): AnnotatedTree {
  if (!existsSync(page)) throw new Error(`${basename(page)} is missing: write it, with the annotated tree of src/.`);
  const block = fencedBlocks(readFileSync(page, 'utf8')).find((text) => /^\W*src\/(\s|$)/m.test(text));
  if (block === undefined)
    throw new Error(`${basename(page)} has no fenced block with a line for src/: add the annotated tree.`);
  const entries = readEntries(block).filter(({ path }) => /^src(\/|$)/.test(path));
  return {
    folders: entries.filter(({ isFolder }) => isFolder).map(({ path }) => path),
    mentions: entries.flatMap(({ path, text }) => foldersIn(text).map((name) => ({ under: path, name }))),
  };
}

function fencedBlocks(markdown: string): string[] {
  return [...markdown.matchAll(/^(```|~~~)[^\n]*\n(.*?)^\1/gms)].map((match) => match[2] ?? '');
}

function readEntries(block: string): Entry[] {
  const entries: Entry[] = [];
  const lines = block.replace(/[│├└─]/g, ' ').split('\n');
  for (const line of lines.filter((text) => text.trim() !== '')) {
    const indent = line.search(/\S/);
    const last = entries.at(-1);
    if (last && indent > last.indent && indent >= last.textColumn) last.text += ` ${line.trim()}`;
    else entries.push(readEntry(line, indent, entries.findLast((entry) => entry.indent < indent)?.path ?? ''));
  }
  return entries;
}

function readEntry(line: string, indent: number, parent: string): Entry {
  const [head = '', name = ''] = /^\s*(\S+)\s*/.exec(line) ?? [];
  const text = line.slice(head.length);
  const path = /^(\S*\/)?src\/$/.test(name) ? 'src' : posix.join(parent, name.replace(/\/$/, ''));
  return { path, isFolder: name.endsWith('/'), indent, textColumn: text === '' ? Infinity : head.length, text };
}

function foldersIn(text: string): string[] {
  return [...text.matchAll(/(?<![^\s(])([a-z0-9-]+)\/(?![^\s,.;:)])/g)].map((match) => match[1] ?? '');
}
