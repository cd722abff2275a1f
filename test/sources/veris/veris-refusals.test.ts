import { incidentFromVeris } from '../../../src/sources/veris/veris.rules';
import { act, document, refused, type Json } from './small-document';

describe('a VERIS document that is refused', () => {
  const hacking = (changes: Json) => document({ action: { hacking: { ...act('SQLi'), ...changes } } });

  test.each<[string, unknown, string, string]>([
    ['no object', ['VERIS'], '', 'WRONG_TYPE'],
    ['no version', document({ schema_version: undefined }), 'schema_version', 'MISSING'],
    ['a version not read', document({ schema_version: '2.0' }), 'schema_version', 'UNSUPPORTED_VERSION'],
    ['no id', without('incident_id'), 'incident_id', 'MISSING'],
    ['an empty id', document({ incident_id: '' }), 'incident_id', 'EMPTY'],
    ['an id that is a number', document({ incident_id: 7 }), 'incident_id', 'WRONG_TYPE'],
    ['an id with a line break', document({ incident_id: 'a\nb' }), 'incident_id', 'MALFORMED'],
    ['no action', without('action'), 'action', 'MISSING'],
    ['an empty action', document({ action: {} }), 'action', 'EMPTY'],
    ['an action of no category', document({ action: { magic: {} } }), 'action.magic', 'UNKNOWN_FIELD'],
    ['an unknown variety', hacking({ variety: ['SQLi', 'Sorcery'] }), 'action.hacking.variety.1', 'UNKNOWN_VALUE'],
    ['a variety twice', hacking({ variety: ['SQLi', 'SQLi'] }), 'action.hacking.variety.1', 'DUPLICATE'],
    ['no variety', hacking({ variety: [] }), 'action.hacking.variety', 'EMPTY'],
    ['a note without words', hacking({ notes: '' }), 'action.hacking.notes', 'EMPTY'],
    ['a field it does not have', document({ related_incidents: 'x' }), 'related_incidents', 'UNKNOWN_FIELD'],
    ['a country as a number', document({ asset: { country: [840] } }), 'asset.country.0', 'WRONG_TYPE'],
    [
      'a count of things in parts',
      document({ asset: { assets: [{ variety: 'S - Log', amount: 1.5 }] } }),
      'asset.assets.0.amount',
      'WRONG_TYPE',
    ],
    [
      'a negative count',
      document({ asset: { assets: [{ variety: 'S - Log', amount: -1 }] } }),
      'asset.assets.0.amount',
      'OUT_OF_RANGE',
    ],
  ])('%s', (_, input, at, code) => {
    expect(refused(input)).toEqual({ path: at, code });
  });

  test('has its unfamiliar words shortened in the answer', () => {
    const result = incidentFromVeris(hacking({ variety: ['x'.repeat(5000)] }));
    expect(JSON.stringify(result).length).toBeLessThan(300);
  });

  test('even where a key is meant for the prototype', () => {
    const sly = JSON.parse(JSON.stringify(document()).replace('{', '{"__proto__":{"confidence":"High"},')) as unknown;
    expect(refused(sly)).toEqual({ path: '__proto__', code: 'UNKNOWN_FIELD' });
  });

  function without(field: string): Json {
    const { [field]: _, ...rest } = document();
    return rest;
  }
});
