import { isIP } from 'node:net';

/** An address with the length of its network, as its parts; null where the text is none. */
export function splitAddress(text: string): { host: string; length: number; family: 4 | 6 } | null {
  const [host = '', length = '', ...rest] = text.split('/');
  const family = host.includes('%') ? 0 : isIP(host);
  if (rest.length > 0 || family === 0 || !/^\d{1,3}$/.test(length)) return null;
  if (Number(length) > (family === 4 ? 32 : 128)) return null;
  return { host, length: Number(length), family: family as 4 | 6 };
}

/** Whether the text is a network: no bit is set beyond its length. */
export function isNetwork(text: string): boolean {
  const parts = splitAddress(text);
  if (!parts) return false;
  const width = parts.family === 4 ? 32 : 128;
  const beyond = (1n << BigInt(width - parts.length)) - 1n;
  return (bitsOf(parts.host, parts.family) & beyond) === 0n;
}

function bitsOf(host: string, family: 4 | 6): bigint {
  if (family === 4) return joinBits(host.split('.').map(Number), 8n);
  const [left = '', right] = withoutDots(host).split('::');
  const head = groupsOf(left);
  const tail = groupsOf(right ?? '');
  return joinBits([...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail], 16n);
}

/** `::ffff:192.0.2.1` with its last part as two groups. */
function withoutDots(host: string): string {
  return host.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...bytes: string[]) => {
    const [a, b, c, d] = bytes.map(Number) as [number, number, number, number];
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  });
}

const groupsOf = (text: string): number[] => (text === '' ? [] : text.split(':').map((group) => parseInt(group, 16)));

const joinBits = (groups: readonly number[], width: bigint): bigint =>
  groups.reduce((bits, group) => (bits << width) | BigInt(group), 0n);
