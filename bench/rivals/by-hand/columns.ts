/** An array of numbers as Postgres writes it, {1.5,NULL}, is JSON but for its brackets and its word for nothing. */
export function numbersOf(array: string): string {
  const json = `[${array.slice(1, -1)}]`;
  return json.includes('N') ? json.replaceAll('NULL', 'null') : json;
}

/** The binary form of an array: dimensions, then each element with its length; of one width, and none null. */
const header = 20;
const stride = 12;
const from2000 = 946_684_800;

/** Instants as JSON, from array_send of timestamptz, which comes as hexadecimal text. */
export function instantsOf(hex: string): string {
  const array = Buffer.from(hex.slice(2), 'hex');
  const length = array.length < header ? 0 : array.readInt32BE(12);
  let json = '';
  for (let i = 0, at = header + 4; i < length; i += 1, at += stride) {
    const micros = array.readInt32BE(at) * 4_294_967_296 + array.readUInt32BE(at + 4);
    json += `${i > 0 ? ',' : ''}"${instantOf(micros / 1_000_000 + from2000)}"`;
  }
  return `[${json}]`;
}

const twoDigits = Array.from({ length: 60 }, (_, i) => String(i).padStart(2, '0'));
const days = new Map<number, string>();

function instantOf(seconds: number): string {
  if (!Number.isInteger(seconds)) return new Date(seconds * 1000).toISOString();
  const day = Math.floor(seconds / 86_400);
  const rest = seconds - day * 86_400;
  const hours = Math.floor(rest / 3600);
  const minutes = Math.floor((rest - hours * 3600) / 60);
  return `${dayText(day)}T${twoDigits[hours]}:${twoDigits[minutes]}:${twoDigits[rest % 60]}Z`;
}

function dayText(day: number): string {
  const known = days.get(day);
  if (known !== undefined) return known;
  const written = new Date(day * 86_400_000).toISOString().slice(0, 10);
  if (days.size < 10_000) days.set(day, written);
  return written;
}
