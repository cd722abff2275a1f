import { closeSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';

const blockBytes = 2 ** 16;

/** The lines of a file that fits no memory, a block at a time. */
export function* linesOf(path: string): Generator<string> {
  const file = openSync(path, 'r');
  try {
    const decoder = new StringDecoder('utf8');
    const block = Buffer.allocUnsafe(blockBytes);
    let rest = '';
    for (let read = readSync(file, block); read > 0; read = readSync(file, block)) {
      const lines = (rest + decoder.write(block.subarray(0, read))).split('\n');
      rest = lines.pop()!;
      yield* lines;
    }
  } finally {
    closeSync(file);
  }
}

/** The lines of several sorted sources as one sorted row; few sources at a time. */
export function* mergeLines(sources: readonly Generator<string>[]): Generator<string> {
  const heads = sources.map((source) => ({ source, line: source.next() }));
  try {
    for (let open = heads.filter(isOpen); open.length > 0; open = open.filter(isOpen)) {
      const least = open.reduce((one, other) => (other.line.value < one.line.value ? other : one));
      yield least.line.value;
      least.line = least.source.next();
    }
  } finally {
    for (const { source } of heads) source.return(undefined);
  }
}

const isOpen = ({ line }: { line: IteratorResult<string> }): boolean => !line.done;

export interface Block {
  /** Its first line, up to the third tab. */
  first: string;
  offset: number;
  bytes: number;
}

/** Writes lines in blocks, and says where each block begins. Between two blocks other work has its turn. */
export async function writeLines(path: string, lines: Iterable<string>): Promise<Block[]> {
  const file = await open(path, 'wx', 0o600);
  try {
    const blocks: Block[] = [];
    for (const block of inBlocks(lines)) {
      const offset = blocks.length === 0 ? 0 : blocks.at(-1)!.offset + blocks.at(-1)!.bytes;
      const bytes = Buffer.from(`${block.join('\n')}\n`);
      await file.writeFile(bytes);
      blocks.push({ first: block[0]!.split('\t', 3).join('\t'), offset, bytes: bytes.length });
    }
    return blocks;
  } finally {
    await file.close();
  }
}

function* inBlocks(lines: Iterable<string>): Generator<string[]> {
  let block: string[] = [];
  let length = 0;
  for (const line of lines) {
    block.push(line);
    length += line.length + 1;
    if (length < blockBytes) continue;
    yield block;
    [block, length] = [[], 0];
  }
  if (block.length > 0) yield block;
}
