import { actionsOf } from './veris-classification.rules';
import type { VerisDocument } from './veris-document.rules';
import { codesAt } from './veris-values';

/**
 * One line from codes alone, as in "Hacking: SQLi, Use of stolen creds; assets S - Web application (US, Health care
 * 622110)"; long lists are counted, and nothing that a person wrote gets in.
 */
export function titleOf(document: VerisDocument): string {
  const assets = some(codesAt(document, 'asset.assets.variety'), 3);
  const what = [actsOf(document), ...(assets === '' ? [] : [`assets ${assets}`])].join('; ');
  const where = [some(codesAt(document, 'victim.country').filter(isKnown), 3), ...sectorOf(document)];
  const known = where.filter((text) => text !== '');
  return known.length === 0 ? what : `${what} (${known.join(', ')})`;
}

function actsOf(document: VerisDocument): string {
  const acts = actionsOf(document)
    .filter((action) => action !== 'unknown')
    .map((action) => {
      const varieties = some(codesAt(document, `action.${action}.variety`), 3);
      return `${capitalized(action)}: ${varieties === '' ? 'Unknown' : varieties}`;
    });
  return acts.length === 0 ? 'Unknown action' : some(acts, 3, ' + ');
}

function sectorOf(document: VerisDocument): string[] {
  return codesAt(document, 'victim.industry')
    .filter((code) => !/^0+$/.test(code))
    .map((code) => `${sectors[code.slice(0, 2)] ?? 'Industry'} ${code}`);
}

/** The sectors of NAICS, by the first two digits of a code. */
const sectors: Readonly<Record<string, string>> = {
  11: 'Agriculture',
  21: 'Mining',
  22: 'Utilities',
  23: 'Construction',
  31: 'Manufacturing',
  32: 'Manufacturing',
  33: 'Manufacturing',
  42: 'Wholesale trade',
  44: 'Retail trade',
  45: 'Retail trade',
  48: 'Transportation',
  49: 'Transportation',
  51: 'Information',
  52: 'Finance',
  53: 'Real estate',
  54: 'Professional services',
  55: 'Management',
  56: 'Administrative services',
  61: 'Education',
  62: 'Health care',
  71: 'Entertainment',
  72: 'Accommodation and food',
  81: 'Other services',
  92: 'Public administration',
};

function some(texts: readonly string[], most: number, between = ', '): string {
  const rest = texts.length > most ? `${between}${texts.length - most} more` : '';
  return texts.slice(0, most).join(between) + rest;
}

function isKnown(code: string): boolean {
  return code !== 'Unknown' && code !== 'Other';
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
