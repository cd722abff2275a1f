import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isRsit } from '../../../src/incidents/rsit';
import { actionPrecedence, classificationRules } from '../../../src/sources/veris/veris-classification.rules';
import { incidentFromVeris } from '../../../src/sources/veris/veris.rules';
import type { VerisIncident } from '../../../src/sources/veris/veris.rules';

type Json = Record<string, unknown>;

/** A small confirmed incident of VERIS 1.3.4: SQL injection at a hospital in March 2019. */
function document(changes: Json = {}): Json {
  return {
    schema_version: '1.3.4',
    incident_id: 'b2b7c0de-0001',
    security_incident: 'Confirmed',
    timeline: { incident: { year: 2019, month: 3 } },
    actor: { external: { variety: ['Unknown'], motive: ['Financial'], country: ['Unknown'] } },
    action: { hacking: { variety: ['SQLi'], vector: ['Web application'] } },
    asset: { assets: [{ variety: 'S - Web application' }], cloud: ['Unknown'] },
    attribute: { confidentiality: { data_disclosure: 'Yes', data: [{ variety: 'Medical', amount: 900 }] } },
    discovery_method: { external: { variety: ['Customer'] } },
    victim: { country: ['US'], employee_count: 'Large', industry: '622110' },
    ...changes,
  };
}

function taken(changes: Json = {}): VerisIncident {
  const result = incidentFromVeris(document(changes));
  if ('refused' in result) throw new Error(`refused: ${JSON.stringify(result.refused)}`);
  return result.ok;
}

function refused(changes: unknown): { path: string; code: string } {
  const result = incidentFromVeris(changes);
  if ('ok' in result) throw new Error('it was taken');
  expect(result.refused.reason).not.toBe('');
  return { path: result.refused.path, code: result.refused.code };
}

function dated(incident: Json, more: Json = {}): Json {
  return { timeline: { incident, ...more } };
}

function typeOf(action: Json, attribute: Json = {}, more: Json = {}): string {
  const { classification } = taken({ action, attribute: { ...attribute, unknown: {} }, ...more });
  return `${classification.class}/${classification.type}`;
}

const act = (...variety: string[]) => ({ variety, vector: ['Unknown'] });
const disclosed = (data_disclosure: string) => ({ confidentiality: { data_disclosure } });
const unavailable = (...variety: string[]) => ({ availability: { variety } });

describe('an incident from a VERIS document', () => {
  test('says in codes what happened', () => {
    expect(taken()).toEqual({
      externalId: 'b2b7c0de-0001',
      title: 'Hacking: SQLi; assets S - Web application (US, Health care 622110)',
      classification: { class: 'intrusions', type: 'application-compromise' },
      severity: 'MAJOR',
      state: 'RESOLVED',
      tlp: 'CLEAR',
      occurredAt: '2019-03-01T00:00:00.000Z',
      occurredAtPrecision: 'MONTH',
      labels: [
        'veris:action:hacking:variety="SQLi"',
        'veris:action:hacking:vector="Web application"',
        'veris:actor:external:country="Unknown"',
        'veris:actor:external:motive="Financial"',
        'veris:actor:external:variety="Unknown"',
        'veris:asset:cloud="Unknown"',
        'veris:asset:variety="S - Web application"',
        'veris:attribute:confidentiality:data-disclosure="Yes"',
        'veris:attribute:confidentiality:data:variety="Medical"',
        'veris:discovery-method="Ext - customer"',
        'veris:security-incident="Confirmed"',
        'veris:victim:country="US"',
        'veris:victim:employee-count="Large"',
        'veris:victim:industry="622110"',
      ],
      references: [],
    });
  });

  test('is the same whatever the order of the keys', () => {
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, inner]) => [key, reversed(inner)]),
      );
    };
    const mixed = document({ action: { social: { ...act('Phishing'), target: ['Finance'] }, malware: act('C2') } });
    expect(incidentFromVeris(reversed(mixed))).toEqual(incidentFromVeris(mixed));
    const faulty = document({ confidence: 'Sure', targeted: 'Sure', surprise: 1, another: 2 });
    expect(incidentFromVeris(reversed(faulty))).toEqual(incidentFromVeris(faulty));
  });

  test('carries no name and no prose, wherever the document has them', () => {
    const secret = 'Jane Doe of Example Hospital';
    const incident = taken({
      summary: secret,
      notes: secret,
      campaign_id: secret,
      source_id: secret,
      control_failure: secret,
      discovery_notes: secret,
      reference: secret,
      plus: { analyst: secret, master_id: secret },
      ioc: [{ indicator: secret, comment: secret }],
      victim: {
        victim_id: secret,
        state: secret,
        notes: secret,
        country: ['US'],
        employee_count: 'Small',
        industry: '62',
      },
      actor: { external: { variety: ['Activist'], motive: ['Fun'], name: [secret], notes: secret } },
      action: { malware: { ...act('Worm'), name: secret, cve: secret, notes: secret } },
    });
    expect(JSON.stringify(incident)).not.toMatch(/Jane|Example/);
  });

  test('counts long lists in its title and leaves out what is unknown', () => {
    const incident = taken({
      action: { hacking: act('XSS', 'SQLi', 'RFI', 'DoS', 'CSRF'), unknown: {} },
      asset: { assets: ['S - DNS', 'S - Mail', 'S - Log', 'N - LAN'].map((variety) => ({ variety })) },
      victim: { country: ['Unknown'], employee_count: 'Unknown', industry: '000' },
    });
    expect(incident.title).toBe('Hacking: CSRF, DoS, RFI, 2 more; assets N - LAN, S - DNS, S - Log, 1 more');
    const bare = { action: { unknown: {} }, asset: { notes: 'none' }, victim: { country: 'Other' } };
    expect(taken({ ...bare, schema_version: '1.2.1' }).title).toBe('Unknown action');
  });
});

describe('its date', () => {
  const occurred = (incident: Json) => {
    const { occurredAt, occurredAtPrecision } = taken(dated(incident));
    return [occurredAt, occurredAtPrecision];
  };

  test('is as precise as the document writes it', () => {
    expect(occurred({ year: 1971 })).toEqual(['1971-01-01T00:00:00.000Z', 'YEAR']);
    expect(occurred({ year: 2019, month: 12 })).toEqual(['2019-12-01T00:00:00.000Z', 'MONTH']);
    expect(occurred({ year: 2020, month: 2, day: 29 })).toEqual(['2020-02-29T00:00:00.000Z', 'DAY']);
  });

  test('has seconds only where the time names them and its offset', () => {
    const at = (time: string) => occurred({ year: 2018, month: 6, day: 28, time });
    expect(at('08:20:00 PM UTC')).toEqual(['2018-06-28T20:20:00.000Z', 'SECOND']);
    expect(at('20:18:27 -0500')).toEqual(['2018-06-29T01:18:27.000Z', 'SECOND']);
    expect(at('12:00:00 AM Z')).toEqual(['2018-06-28T00:00:00.000Z', 'SECOND']);
    expect(at('01:30:00 AM')).toEqual(['2018-06-28T00:00:00.000Z', 'DAY']);
    expect(at('16:20')).toEqual(['2018-06-28T00:00:00.000Z', 'DAY']);
  });

  test('is refused where there is no such day or time', () => {
    const fault = (incident: Json) => refused(document(dated(incident)));
    expect(fault({ year: 2019, month: 2, day: 30 })).toEqual({
      path: 'timeline.incident.day',
      code: 'IMPOSSIBLE_DATE',
    });
    expect(fault({ year: 2019, month: 2, day: 29 })).toMatchObject({ code: 'IMPOSSIBLE_DATE' });
    expect(fault({ year: 2019, month: 13 })).toEqual({ path: 'timeline.incident.month', code: 'OUT_OF_RANGE' });
    expect(fault({ year: 219 })).toEqual({ path: 'timeline.incident.year', code: 'OUT_OF_RANGE' });
    expect(fault({ month: 2 })).toEqual({ path: 'timeline.incident.year', code: 'MISSING' });
    expect(fault({ year: 2019, day: 5 })).toEqual({ path: 'timeline.incident.month', code: 'MISSING' });
    expect(fault({ year: 2019, month: 2, time: '16:20' })).toEqual({ path: 'timeline.incident.day', code: 'MISSING' });
    for (const time of ['25:00', '13:00 PM', '12:61', 'noon', '10:00:00 +99:00']) {
      expect(fault({ year: 2019, month: 2, day: 1, time })).toMatchObject({ path: 'timeline.incident.time' });
    }
  });

  test('leads to discovery and containment where whole days follow from a day', () => {
    const incident = { year: 2019, month: 12, day: 30 };
    const days = (value: number, unit = 'Days') => ({ unit, value });
    expect(taken(dated(incident, { discovery: days(3), containment: days(2, 'Weeks') }))).toMatchObject({
      detectedAt: '2020-01-02T00:00:00.000Z',
      containedAt: '2020-01-13T00:00:00.000Z',
    });
  });

  test('leaves a duration a label where an instant would pretend to know more', () => {
    const day = { year: 2019, month: 3, day: 1 };
    const month = { year: 2019, month: 3 };
    const discovery = (incident: Json, value: number | undefined, unit: string) =>
      taken(dated(incident, { discovery: { unit, ...(value !== undefined && { value }) } }));
    for (const incident of [
      discovery(day, 6, 'Months'),
      discovery(day, 30, 'Minutes'),
      discovery(day, 1.5, 'Days'),
      discovery(day, undefined, 'Days'),
      discovery(day, 1e12, 'Weeks'),
      discovery(month, 3, 'Days'),
    ]) {
      expect(incident).not.toHaveProperty('detectedAt');
    }
    expect(discovery(day, 6, 'Months').labels).toEqual(
      expect.arrayContaining(['veris:timeline:discovery:unit="Months"', 'veris:timeline:discovery:value="6"']),
    );
    const second = { ...day, time: '10:00:00 +0000' };
    expect(discovery(second, 90, 'Minutes').detectedAt).toBe('2019-03-01T11:30:00.000Z');
  });

  test('does not take a containment before the discovery', () => {
    const incident = taken(
      dated(
        { year: 2019, month: 3, day: 1 },
        { discovery: { unit: 'Days', value: 9 }, containment: { unit: 'Days', value: 2 } },
      ),
    );
    expect(incident.detectedAt).toBe('2019-03-10T00:00:00.000Z');
    expect(incident).not.toHaveProperty('containedAt');
  });
});

describe('its classification', () => {
  test('is always a type of RSIT, with a reason, and every action has a last resort', () => {
    for (const { rsit, because } of classificationRules) {
      expect(rsit.split('/')).toHaveLength(2);
      expect([rsit, isRsit(...(rsit.split('/') as [string, string]))]).toEqual([rsit, true]);
      expect(because).not.toBe('');
    }
    const lastResorts = classificationRules.filter(({ varieties }) => varieties === 'any').map(({ action }) => action);
    expect(new Set(lastResorts)).toEqual(new Set(actionPrecedence));
  });

  test('follows the variety of the action', () => {
    expect(typeOf({ malware: act('Ransomware') })).toBe(
      'information-content-security/unauthorised-information-modification',
    );
    expect(typeOf({ malware: act('Spyware/Keylogger') })).toBe('malicious-code/infected-system');
    expect(typeOf({ hacking: act('DoS') })).toBe('availability/dos');
    expect(typeOf({ hacking: act('Use of stolen creds') })).toBe('intrusions/unprivileged-account-compromise');
    expect(typeOf({ social: { ...act('Phishing'), target: ['Finance'] } })).toBe('fraud/phishing');
    expect(typeOf({ physical: act('Wiretapping') })).toBe('information-gathering/sniffing');
    expect(typeOf({ error: act('Misdelivery') })).toBe('information-content-security/data-leak');
    expect(typeOf({ environmental: { variety: ['Power failure'] } })).toBe('availability/outage');
    expect(typeOf({ unknown: {} })).toBe('other/undetermined');
    expect(typeOf({ Unknown: {} })).toBe('other/undetermined');
  });

  test('looks at the effect where the variety leaves it open', () => {
    const misconfiguration = { error: act('Misconfiguration') };
    expect(typeOf(misconfiguration, unavailable('Interruption'))).toBe('availability/misconfiguration');
    expect(typeOf(misconfiguration, disclosed('Potentially'))).toBe('vulnerable/information-disclosure');
    expect(typeOf(misconfiguration, disclosed('Yes'))).toBe('information-content-security/data-leak');
    expect(typeOf(misconfiguration)).toBe('vulnerable/vulnerable-system');
    expect(typeOf({ error: act('Malfunction') }, unavailable('Interruption'))).toBe('availability/outage');
    expect(typeOf({ physical: act('Theft') }, disclosed('Potentially'))).toBe('information-content-security/data-loss');
    expect(typeOf({ physical: act('Theft') }, unavailable('Interruption'))).toBe('availability/outage');
    expect(typeOf({ misuse: act('Privilege abuse') }, unavailable('Destruction'))).toBe('availability/sabotage');
  });

  test('takes a named variety before an unknown one, then systems before people before errors', () => {
    const phishing = { ...act('Phishing'), target: ['Finance'] };
    expect(typeOf({ hacking: act('Unknown'), social: phishing })).toBe('fraud/phishing');
    expect(typeOf({ hacking: act('Use of stolen creds'), social: phishing })).toBe(
      'intrusions/unprivileged-account-compromise',
    );
    expect(typeOf({ malware: act('Unknown'), hacking: act('Unknown') })).toBe('malicious-code/infected-system');
    expect(typeOf({ error: act('Loss'), misuse: act('Email misuse') })).toBe('fraud/unauthorised-use-of-resources');
    expect(typeOf({ hacking: { variety: ['Unknown'], vector: ['Web application'] } })).toBe(
      'intrusions/application-compromise',
    );
    expect(typeOf({ physical: act('Assault'), error: act('Loss') })).toBe('information-content-security/data-loss');
  });

  test('calls a near miss an attempt', () => {
    const nearMiss = { security_incident: 'Near miss' };
    expect(typeOf({ hacking: act('Brute force') }, {}, nearMiss)).toBe('intrusion-attempts/brute-force');
    expect(typeOf({ hacking: act('SQLi') }, {}, nearMiss)).toBe('intrusion-attempts/exploit');
    expect(typeOf({ hacking: act('Unknown') }, {}, nearMiss)).toBe('intrusion-attempts/exploit');
  });
});

describe('its severity and state', () => {
  const out = (data_total?: number) => ({
    attribute: { confidentiality: { data_disclosure: 'Yes', ...(data_total !== undefined && { data_total }) } },
  });

  test('severity is the rating of the impact, else follows from the effect', () => {
    expect(taken({ impact: { overall_rating: 'Insignificant' } }).severity).toBe('INFO');
    expect(taken({ impact: { overall_rating: 'Damaging' } }).severity).toBe('CRITICAL');
    expect(taken({ impact: { overall_rating: 'Unknown' } }).severity).toBe('MAJOR');
    expect(taken({ security_incident: 'Near miss' }).severity).toBe('INFO');
    expect(taken(out(100_000)).severity).toBe('CRITICAL');
    expect(taken(out(500)).severity).toBe('MAJOR');
    expect(taken(out()).severity).toBe('MAJOR');
    expect(taken(out(499)).severity).toBe('MINOR');
    expect(taken({ attribute: disclosed('Potentially') }).severity).toBe('MINOR');
    expect(taken({ attribute: unavailable('Interruption') }).severity).toBe('MAJOR');
    const minutes = { availability: { variety: ['Interruption'], duration: { unit: 'Minutes' } } };
    expect(taken({ attribute: minutes }).severity).toBe('MINOR');
  });

  test('state looks back: resolved, closed once reviewed, open only where the document says so', () => {
    const never = dated({ year: 2019 }, { containment: { unit: 'Never' } });
    expect(taken().state).toBe('RESOLVED');
    expect(taken({ plus: { analysis_status: 'Validated' } }).state).toBe('CLOSED');
    expect(taken({ plus: { analysis_status: 'First pass' } }).state).toBe('RESOLVED');
    expect(taken(never).state).toBe('IN_PROGRESS');
    expect(taken({ security_incident: 'Suspected' }).state).toBe('TRIAGED');
    expect(taken({ security_incident: 'False positive' }).state).toBe('CLOSED');
  });
});

describe('its references', () => {
  const referencesIn = (reference: string) => taken({ reference }).references;

  test('are the http addresses of the text, without what was written beside them', () => {
    expect(
      referencesIn(
        ' http://a.example/x (20140202);https://b.example/y?q=1; http://a.example/x\nhttps://c.example/1,2,',
      ),
    ).toEqual(['http://a.example/x', 'https://b.example/y?q=1', 'https://c.example/1,2']);
  });

  test('never hold a password, another scheme or an address without end', () => {
    expect(referencesIn('https://me:secret@a.example/x')).toEqual(['https://a.example/x']);
    expect(referencesIn('javascript:alert(1); ftp://a.example; http://localhost/x; www.a.example; http://[')).toEqual(
      [],
    );
    expect(referencesIn(`https://a.example/${'x'.repeat(3000)}`)).toEqual([]);
  });
});

describe('a document that is refused', () => {
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

describe('a document of VERIS 1.2', () => {
  const old = (changes: Json = {}) =>
    taken({
      schema_version: '1.2.1',
      action: {
        physical: { variety: ['Theft'], vector: ['Disabled controls'], location: ['Personal vehicle'], notes: '' },
      },
      asset: {},
      notes: '',
      discovery_method: 'Int - reported by user',
      victim: { country: 'US', employee_count: 'Unknown', industry: '0000', notes: '' },
      ...changes,
    });

  test('may have empty fields, single values and fields that are gone', () => {
    expect(old({ related_incidents: 'x', ' confidentiality': {} }).title).toBe('Physical: Theft (US)');
    expect(old({ action: {}, actor: {} }).classification).toEqual({ class: 'other', type: 'undetermined' });
  });

  test('is labelled in the words of 1.3', () => {
    expect(old().labels).toEqual(
      expect.arrayContaining([
        'veris:action:physical:variety="Disabled controls"',
        'veris:action:physical:variety="Theft"',
        'veris:action:physical:vector="Personal vehicle"',
        'veris:discovery-method="Int - reported by employee"',
      ]),
    );
    expect(old().labels.join()).not.toMatch(/location|reported by user/);
  });

  test('must still have what an incident needs', () => {
    expect(refused({ schema_version: '1.2.1', incident_id: '' })).toEqual({ path: 'incident_id', code: 'MISSING' });
    expect(refused(document({ schema_version: '1.2.1', action: { error: act('Sorcery') } }))).toMatchObject({
      code: 'UNKNOWN_VALUE',
    });
  });
});

describe('the public data sets', () => {
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
