/** Another in each process, so that nobody can choose what falls on one slot. */
const seed = Math.floor(Math.random() * 2 ** 32) | 0;

/** A number of 32 bits that tells these bytes from others, as a rule. */
export function hashOfBytes(view: DataView, from: number, to: number): number {
  let hash = seed ^ (to - from);
  let at = from;
  for (const last = to - 4; at <= last; at += 4) hash = mixed(hash ^ view.getInt32(at, true));
  for (; at < to; at += 1) hash = mixed(hash ^ view.getUint8(at));
  return mixed(hash);
}

export function hashOfText(text: string): number {
  let hash = seed ^ text.length;
  for (let i = 0; i < text.length; i += 1) hash = mixed(hash ^ text.charCodeAt(i));
  return mixed(hash);
}

function mixed(hash: number): number {
  const product = Math.imul(hash, 0x5bd1e995);
  return product ^ (product >>> 15);
}
