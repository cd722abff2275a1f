import { verisCodes } from './veris-codes';
import type { VerisDocument } from './veris-document.rules';
import { codeAt, codesAt, valuesAt } from './veris-values';

/** RSIT class and type. */
export interface Classification {
  readonly class: string;
  readonly type: string;
}

export interface ClassificationRule {
  readonly action: VerisAction;
  /** The varieties it is about; `any` asks only that the document has the action. */
  readonly varieties: ReadonlySet<string> | 'any';
  readonly rsit: string;
  readonly because: string;
  readonly when: (document: VerisDocument) => boolean;
}

export type VerisAction = (typeof actionPrecedence)[number];

/**
 * Which of several actions speaks for the incident: what was done to systems and data before how someone got there. So
 * social engineering decides only where no other deliberate act is named, and an error only where nothing was
 * deliberate.
 */
export const actionPrecedence = [
  'malware',
  'hacking',
  'physical',
  'misuse',
  'social',
  'error',
  'environmental',
  'unknown',
] as const;

/** The first rule that fits decides; a document without an action (1.2 allows it) is undetermined. */
export function classify(document: VerisDocument): Classification {
  const rule = classificationRules.find((candidate) => fits(candidate, document));
  const [name = '', type = ''] = (rule?.rsit ?? to.undetermined).split('/');
  return { class: name, type };
}

/** The document's categories of action, in precedence; 1.3 also wrote `Unknown` with a capital. */
export function actionsOf(document: VerisDocument): VerisAction[] {
  const names = valuesAt(document, 'action').flatMap((action) => Object.keys(action as object));
  const lower = new Set(names.map((name) => name.toLowerCase()));
  return actionPrecedence.filter((name) => lower.has(name));
}

const to = {
  spam: 'abusive-content/spam',
  illicit: 'abusive-content/violence',
  infected: 'malicious-code/infected-system',
  scanning: 'information-gathering/scanner',
  sniffing: 'information-gathering/sniffing',
  socialEngineering: 'information-gathering/social-engineering',
  loginAttempt: 'intrusion-attempts/brute-force',
  exploitAttempt: 'intrusion-attempts/exploit',
  account: 'intrusions/unprivileged-account-compromise',
  application: 'intrusions/application-compromise',
  system: 'intrusions/system-compromise',
  burglary: 'intrusions/burglary',
  dos: 'availability/dos',
  misconfiguration: 'availability/misconfiguration',
  sabotage: 'availability/sabotage',
  outage: 'availability/outage',
  access: 'information-content-security/unauthorised-information-access',
  alteration: 'information-content-security/unauthorised-information-modification',
  loss: 'information-content-security/data-loss',
  leak: 'information-content-security/data-leak',
  misuse: 'fraud/unauthorised-use-of-resources',
  masquerade: 'fraud/masquerade',
  phishing: 'fraud/phishing',
  openService: 'vulnerable/information-disclosure',
  weakSystem: 'vulnerable/vulnerable-system',
  other: 'other/other',
  undetermined: 'other/undetermined',
};

const disclosure = (document: VerisDocument) => codeAt(document, 'attribute.confidentiality.data_disclosure');
const disclosed = (document: VerisDocument) => disclosure(document) === 'Yes';
const exposed = (document: VerisDocument) => ![undefined, 'No'].includes(disclosure(document));
const holdsData = (document: VerisDocument) => valuesAt(document, 'attribute.confidentiality').length > 0;
const destroyed = (document: VerisDocument) =>
  codesAt(document, 'attribute.availability.variety').includes('Destruction');
const unavailable = (document: VerisDocument) => valuesAt(document, 'attribute.availability').length > 0;
const altered = (document: VerisDocument) => valuesAt(document, 'attribute.integrity').length > 0;
const averted = (document: VerisDocument) => codeAt(document, 'security_incident') === 'Near miss';
const onTheWeb = (document: VerisDocument) => codesAt(document, 'action.hacking.vector').includes('Web application');

const logins = ['Brute force', 'Use of stolen creds', 'Pass-the-hash', 'Offline cracking', 'Hijack', 'Session replay'];
const interceptions = ['MitM', 'AitM', 'Routing detour', 'Cryptanalysis'];
const footholds = ['Use of backdoor or C2', 'Backdoor', 'Virtual machine escape', 'User breakout', 'Disable controls'];
const scans = ['Footprinting', 'Scan network', 'Profile host', 'Fuzz testing'];
const exploits = without(verisCodes.hacking, ['DoS', ...logins, ...interceptions, ...footholds, ...scans]);
const insiderAbuse = ['Privilege abuse', 'Knowledge abuse', 'Possession abuse', 'Embezzlement', 'Snap picture'];
const disclosingErrors = ['Misdelivery', 'Publishing error', 'Disposal error', 'Gaffe', 'Classification error'];

/** A variety that has a name goes before `Unknown` and `Other` of whatever action; then the order of the actions. */
const named = [
  rule('malware', ['Ransomware'], to.alteration, 'RSIT puts "ransomware encrypting data" there'),
  rule('malware', ['Destroy data'], to.loss, 'the data is gone, whatever code did it'),
  rule('malware', without(verisCodes.malware, []), to.infected, 'whatever the code is for'),
  rule('hacking', ['DoS'], to.dos, 'VERIS does not tell one source from many, so never ddos'),
  rule('hacking', logins, to.loginAttempt, 'an attempt that failed', averted),
  rule('hacking', exploits, to.exploitAttempt, 'an attempt that failed', averted),
  rule('hacking', exploits, to.application, 'children of "Exploit vuln"; RSIT names SQL injection'),
  rule('hacking', logins, to.account, "someone else's session; VERIS does not say whether a privileged one"),
  rule('hacking', interceptions, to.access, 'RSIT: "intercepting traffic"'),
  rule('hacking', footholds, to.system, 'control over the system itself'),
  rule('hacking', scans, to.scanning, 'looking, and nothing else named'),
  rule('physical', ['Theft'], to.loss, 'RSIT: data loss by "physical theft"', holdsData),
  rule('physical', ['Theft'], to.outage, 'no data was on it: what is missing is the service'),
  rule('physical', ['Destruction', 'Sabotage'], to.sabotage, 'by name'),
  rule('physical', ['Wiretapping'], to.sniffing, 'RSIT: "wiretapping"'),
  rule('physical', ['Skimmer', 'Snooping', 'Surveillance'], to.access, 'information is read where it is handled'),
  rule('physical', ['Tampering'], to.access, 'in practice card readers made to give up their data', exposed),
  rule('physical', ['Tampering', 'Connection'], to.system, 'hands on the system'),
  rule('physical', ['Bypassed controls', 'Disabled controls'], to.burglary, 'getting in is all that is known'),
  rule('misuse', ['Illicit content'], to.illicit, 'its type for content that is itself unlawful'),
  rule('misuse', insiderAbuse, to.sabotage, 'rights used to destroy systems', destroyed),
  rule('misuse', insiderAbuse, to.access, 'rights or knowledge used to see what was not meant for them', exposed),
  rule('misuse', insiderAbuse, to.alteration, 'rights used to change records', altered),
  rule('misuse', insiderAbuse, to.misuse, 'rights used for ends of their own'),
  rule('misuse', ['Data mishandling'], to.leak, 'data taken to where it is not protected'),
  rule('misuse', without(verisCodes.misuse, []), to.misuse, 'resources used against policy'),
  rule('social', ['Phishing'], to.phishing, 'by name'),
  rule('social', ['Spam'], to.spam, 'by name'),
  rule('social', ['Forgery', 'Scam'], to.masquerade, 'passing for someone or something else'),
  rule('social', without(verisCodes.social, []), to.socialEngineering, 'RSIT: "lies, tricks, bribes, or threats"'),
  rule('error', disclosingErrors, to.leak, 'information reached the wrong reader'),
  rule('error', ['Misconfiguration'], to.leak, 'and the data was read', disclosed),
  rule('error', ['Misconfiguration'], to.openService, 'a service that may have given data away', exposed),
  rule('error', ['Misconfiguration'], to.misconfiguration, 'by name', unavailable),
  rule('error', ['Misconfiguration'], to.weakSystem, 'nothing followed from it yet'),
  rule('error', ['Loss'], to.loss, 'mislaid, and what it held with it'),
];

const unnamed = [
  rule('malware', 'any', to.infected, 'all that is known is that there was malware'),
  rule('hacking', 'any', to.exploitAttempt, 'an attempt that failed', averted),
  rule('hacking', 'any', to.application, 'the way in was a web application', onTheWeb),
  rule('hacking', 'any', to.system, 'RSIT: "compromise of a system"'),
  rule('physical', ['Assault'], to.other, 'RSIT has no place for violence against people'),
  rule('physical', 'any', to.burglary, 'RSIT: "physical intrusion"'),
  rule('misuse', 'any', to.access, 'an insider and data that got out', exposed),
  rule('misuse', 'any', to.misuse, 'an insider, and no data'),
  rule('social', 'any', to.socialEngineering, 'people were worked on'),
  rule('error', 'any', to.leak, 'RSIT: "human, configuration, software error can also be the cause"', exposed),
  rule('error', 'any', to.outage, 'a fault without malice that stopped a service', unavailable),
  rule('error', 'any', to.alteration, 'a fault without malice that changed data', altered),
  rule('error', 'any', to.other, 'an error without a known effect'),
  rule('environmental', 'any', to.outage, 'RSIT: "air conditioning failure or natural disaster"'),
  rule('unknown', 'any', to.undetermined, 'by name'),
];

export const classificationRules: readonly ClassificationRule[] = [...named, ...unnamed];

function fits({ action, varieties, when }: ClassificationRule, document: VerisDocument): boolean {
  if (!actionsOf(document).includes(action) || !when(document)) return false;
  return varieties === 'any' || codesAt(document, `action.${action}.variety`).some((variety) => varieties.has(variety));
}

function rule(
  action: VerisAction,
  varieties: Iterable<string> | 'any',
  rsit: string,
  because: string,
  when: ClassificationRule['when'] = () => true,
): ClassificationRule {
  return { action, varieties: varieties === 'any' ? 'any' : new Set(varieties), rsit, because, when };
}

/** The values of an enumeration that name something, less some. */
function without(codes: ReadonlySet<string>, some: readonly string[]): string[] {
  return [...codes].filter((code) => !['Unknown', 'Other', ...some].includes(code));
}
