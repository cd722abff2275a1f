/**
 * The http(s) addresses in the text of a `reference`, in its order, each once. VERIS divides them by semicolons; what
 * people wrote beside them ("(20140202)", commas, a title without an address) is left behind, and so is a user name or
 * password in an address. Longer and further ones than the bounds are left out.
 */
export function referencesIn(text: string): string[] {
  const addresses = text.split(/[;\s]+/).flatMap((piece) => addressIn(piece.replace(/,+$/, '')));
  return [...new Set(addresses)].slice(0, MOST);
}

const MOST = 100;
const LONGEST = 2000;

function addressIn(piece: string): string[] {
  if (!/^https?:\/\//i.test(piece) || !URL.canParse(piece)) return [];
  const url = new URL(piece);
  url.username = '';
  url.password = '';
  return url.hostname.includes('.') && url.href.length <= LONGEST ? [url.href] : [];
}
