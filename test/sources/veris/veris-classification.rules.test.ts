import { isRsit } from '../../../src/incidents/rsit';
import { actionPrecedence, classificationRules } from '../../../src/sources/veris/veris-classification.rules';
import { act, disclosed, typeOf, unavailable } from './small-document';

describe('the classification of an incident from a VERIS document', () => {
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
