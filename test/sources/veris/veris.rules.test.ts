import { incidentFromVeris } from '../../../src/sources/veris/veris.rules';
import { act, dated, disclosed, document, refused, taken, unavailable, type Json } from './small-document';

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
