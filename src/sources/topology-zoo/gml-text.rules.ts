/** The names of the characters 160 to 255, in their order, as GML borrows them from ISO 8859-1. */
const latin = (
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr ' +
  'deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest ' +
  'Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ' +
  'ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig ' +
  'agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml ' +
  'eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml'
).split(' ');

const named: ReadonlyMap<string, number> = new Map([
  ...latin.map((name, i) => [name, 160 + i] as const),
  ...[...'&<>"\''].map((letter, i) => [['amp', 'lt', 'gt', 'quot', 'apos'][i]!, letter.codePointAt(0)!] as const),
]);

/** A text as it is meant: a character may be written by its number or name. What names no character stays as it stands. */
export const textIn = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]\w{1,7}));/gi, (written, decimal, hex, name) => {
    const code = decimal ? Number(decimal) : hex ? parseInt(String(hex), 16) : named.get(String(name));
    return code !== undefined && isCharacter(code) ? String.fromCodePoint(code) : String(written);
  });

const isCharacter = (code: number): boolean => code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
