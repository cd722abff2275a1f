import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { faultOfRsit, isRsit, rsitClasses, rsitTypes, rsitVersion } from '../../src/incidents/rsit';

describe('the Reference Security Incident Taxonomy', () => {
  test('is version 1003: 11 classes, 39 types', () => {
    expect(rsitVersion).toBe('1003');
    expect(rsitClasses.map((entry) => entry.class)).toEqual([
      'abusive-content',
      'malicious-code',
      'information-gathering',
      'intrusion-attempts',
      'intrusions',
      'availability',
      'information-content-security',
      'fraud',
      'vulnerable',
      'other',
      'test',
    ]);
    expect(rsitTypes).toHaveLength(39);
  });

  test('gives every type a class of its own, a label and a description', () => {
    const classes = new Set(rsitClasses.map((entry) => entry.class));
    expect(new Set(rsitTypes.map((entry) => `${entry.class}/${entry.type}`)).size).toBe(rsitTypes.length);
    for (const entry of [...rsitTypes, ...rsitClasses]) {
      expect(classes).toContain(entry.class);
      expect(entry.label).toMatch(/^\S.*\S$/);
      expect(entry.description).toMatch(/^\S.{3,}\S$/);
    }
    expect(rsitTypes.every(({ type }) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(type))).toBe(true);
  });

  test('reads a description that runs over several lines as one', () => {
    expect(rsitTypes.find(({ type }) => type === 'misconfiguration')).toEqual({
      class: 'availability',
      type: 'misconfiguration',
      label: 'Misconfiguration',
      description:
        'Software misconfiguration resulting in service availability issues, e.g., DNS server with outdated DNSSEC Root Zone KSK.',
    });
  });

  test('knows a type in its own class only', () => {
    expect(isRsit('availability', 'outage')).toBe(true);
    expect(isRsit('fraud', 'outage')).toBe(false);
    expect(isRsit('availability', 'Outage')).toBe(false);
    expect(isRsit('availability', '')).toBe(false);
    expect(isRsit('availability/outage', '')).toBe(false);
  });

  test('names what there is in place of what it does not know', () => {
    expect(faultOfRsit('availability', 'outage')).toBeNull();
    expect(faultOfRsit('fraud', 'outage')).toBe(
      'RSIT has no type "outage" in the class "fraud", but unauthorised-use-of-resources, copyright, masquerade, phishing.',
    );
    expect(faultOfRsit('fraudulent', 'phishing')).toBe(
      'RSIT has no class "fraudulent", but abusive-content, malicious-code, information-gathering, intrusion-attempts, intrusions, availability, information-content-security, fraud, vulnerable, other, test.',
    );
  });
});

describe('the machine-readable taxonomy of MISP', () => {
  const shared = process.env['SHARED_DATA'] ?? resolve(__dirname, '../../../../shared/data');
  const file = join(shared, 'misp-taxonomies/rsit/machinetag.json');
  const note = existsSync(file) ? '' : ' (skipped: set SHARED_DATA to the folder that holds misp-taxonomies/)';

  (note ? test.skip : test)(`is what the hub ships, to the word${note}`, () => {
    interface Entry {
      value: string;
      expanded: string;
      description: string;
    }
    const { version, predicates, values } = JSON.parse(readFileSync(file, 'utf8')) as {
      version: number;
      predicates: Entry[];
      values: { predicate: string; entry: Entry[] }[];
    };
    const worded = ({ expanded, description }: Entry) => ({ label: expanded, description });
    expect(rsitVersion).toBe(String(version));
    expect(rsitClasses).toEqual(predicates.map((entry) => ({ class: entry.value, ...worded(entry) })));
    const types = values.flatMap(({ predicate, entry }) =>
      entry.map((one) => ({ class: predicate, type: one.value, ...worded(one) })),
    );
    expect(rsitTypes).toEqual(types);
  });
});
