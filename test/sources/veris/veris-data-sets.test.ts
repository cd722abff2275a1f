import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isRsit } from '../../../src/incidents/rsit';
import { incidentFromVeris, type VerisIncident } from '../../../src/sources/veris/veris.rules';
import type { Json } from './small-document';

describe('the public data sets of VERIS', () => {
  const shared = process.env['SHARED_DATA'] ?? path.resolve(__dirname, '../../../../shared/data');
  const hasData = existsSync(path.join(shared, 'vcdb')) && existsSync(path.join(shared, 'veris-validation'));
  const maybe = hasData ? test : test.skip;
  const note = hasData ? '' : ' (skipped: set SHARED_DATA to the folder that holds vcdb/ and veris-validation/)';

  const read = (folder: string) =>
    readdirSync(path.join(shared, folder))
      .filter((name) => name.endsWith('.json'))
      .map((name) => ({ name, content: JSON.parse(readFileSync(path.join(shared, folder, name), 'utf8')) as Json }));

  maybe.each(['vcdb/incidents', 'vcdb/revisions-2013'])(`every incident of %s is taken${note}`, (folder) => {
    const results = read(folder).map(({ name, content }) => ({ name, result: incidentFromVeris(content) }));
    expect(results.flatMap(({ name, result }) => ('refused' in result ? [{ name, ...result.refused }] : []))).toEqual(
      [],
    );
    for (const { result } of results) {
      const { title, labels, classification, references } = (result as { ok: VerisIncident }).ok;
      expect(isRsit(classification.class, classification.type)).toBe(true);
      expect(title.length).toBeLessThanOrEqual(300);
      expect(labels).toEqual([...new Set(labels)].sort());
      expect(labels.filter((label) => !/^veris:[a-z:-]+="[^"]{1,60}"$/.test(label))).toEqual([]);
      expect(references.filter((url) => !/^https?:\/\/[^\s;@]+\.[^\s;]+$/.test(url))).toEqual([]);
    }
  });

  maybe(`the verdicts of veris-validation are shared, but one${note}`, () => {
    const differing = read('veris-validation').filter(({ content }) => {
      const verdict = 'ok' in incidentFromVeris(content['incident']) ? 'pass' : 'fail';
      return verdict !== content['should'];
    });
    // Its authors, in 2014, took the year 2020 for a mistake; VERIS has since raised the limit to 2050.
    expect(differing.map(({ name }) => name)).toEqual(['timeline.incident.year_high.json']);
  });
});
