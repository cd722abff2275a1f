/**
 * The Reference Security Incident Taxonomy (RSIT) of ENISA and TF-CSIRT: the words in which an incident is classified.
 * Codes, labels and descriptions are those of the MISP taxonomy "rsit" (github.com/MISP/misp-taxonomies), used under
 * CC0-1.0.
 *
 * One taxonomy serves security incidents and faults of networks. A fault without malice is `availability/outage`
 * (power, cooling, weather, a cut cable, failed equipment, lost capacity) or `availability/misconfiguration` (a change
 * stopped a service). Deliberate damage is `availability/sabotage`, traffic sent to overload `availability/dos` or
 * `ddos`. Data that a fault destroyed or gave away is `information-content-security/data-loss` or `data-leak`; a
 * weakness found before anything happened is one of `vulnerable`. What is not yet known is `other/undetermined`.
 */
export interface RsitClass {
  readonly class: string;
  readonly label: string;
  readonly description: string;
}

export interface RsitType extends RsitClass {
  readonly type: string;
}

export const rsitVersion = '1003';

/** A line is `code | label | description`, of a class after `#`; an indented line goes on with the one above. */
const taxonomy = `
# abusive-content | Abusive Content | Abusive Content.
spam | Spam | Or 'Unsolicited Bulk Email', this means that the recipient has not granted verifiable permission for the
  message to be sent and that the message is sent as part of a larger collection of messages, all having a
  functionally comparable content. This IOC refers to resources which make up spam infrastructure, for example,
  harvesters like address verification, URLs in spam emails, etc.
harmful-speech | Harmful Speech | Bullying, harassment or discrimination of somebody, e.g., cyber stalking, racism or
  threats against one or more individuals.
violence | (Child) Sexual Exploitation/Sexual/Violent Content | Child Sexual Exploitation (CSE), sexual content,
  glorification of violence, etc.
# malicious-code | Malicious Code | Software that is intentionally included or inserted in a system for a harmful
  purpose. A user interaction is normally necessary to activate the code.
infected-system | Infected System | System infected with malware, e.g., a PC, smartphone or server infected with a
  rootkit. Most often this refers to a connection to a sinkholed command and control server.
c2-server | C2 Server | Command and control server contacted by malware on infected systems.
malware-distribution | Malware Distribution | URI used for malware distribution, e.g., a download URL included in fake
  invoice malware spam or exploit kits (on websites).
malware-configuration | Malware Configuration | URI hosting a malware configuration file, e.g., web injects for a
  banking trojan.
# information-gathering | Information Gathering | Information Gathering.
scanner | Scanning | Attacks that send requests to a system to discover weaknesses. This also includes testing
  processes to gather information on hosts, services and accounts. This includes fingerd, DNS querying, ICMP, SMTP
  (EXPN, RCPT, etc) port scanning.
sniffing | Sniffing | Observing and recording of network traffic (i.e. wiretapping).
social-engineering | Social Engineering | Gathering information from a human being in a non-technical way (e.g., using
  lies, tricks, bribes, or threats).
# intrusion-attempts | Intrusion Attempts | Intrusion Attempts.
ids-alert | Exploitation of Known Vulnerabilities | An attempt to compromise a system or to disrupt any service by
  exploiting vulnerabilities with a standardised identifier such as CVE name (e.g., using a buffer overflow, backdoor,
  cross site scripting)
brute-force | Login Attempts | Multiple brute-force login attempts (including guessing or cracking of passwords). This
  IOC refers to a resource, which has been observed to perform brute-force attacks over a given application protocol.
exploit | New Attack Signature | An attack using an unknown exploit.
# intrusions | Intrusions | A successful compromise of a system or application (service). This can have been caused
  remotely by a known or new vulnerability, but also by an unauthorised local access. Also includes being part of a
  botnet.
privileged-account-compromise | Privileged Account Compromise | Compromise of a system where the attacker has gained
  administrative privileges.
unprivileged-account-compromise | Unprivileged Account Compromise | Compromise of a system using an unprivileged
  (user/service) account.
application-compromise | Application Compromise | Compromise of an application by exploiting (un)known software
  vulnerabilities, e.g., SQL injection.
system-compromise | System Compromise | Compromise of a system, e.g., unauthorised logins or commands. This includes
  attempts to compromise honeypot systems.
burglary | Burglary | Physical intrusion, e.g., into a corporate building or data centre.
# availability | Availability | By this kind of an attack a system is bombarded with so many packets that the
  operations are delayed or the system crashes. DoS examples are ICMP and SYN floods, Teardrop attacks and
  mail-bombing. DDoS often is based on DoS attacks originating from botnets, but also other scenarios exist like DNS
  Amplification attacks. However, the availability also can be affected by local actions (destruction, disruption of
  power supply, etc.) – or by Act of God, spontaneous failures or human error, without malice or gross neglect being
  involved.
dos | Denial of Service | Denial of Service attack, e.g., sending specially crafted requests to a web application
  which causes the application to crash or slow down.
ddos | Distributed Denial of Service | Distributed Denial of Service attack, e.g., SYN flood or UDP-based
  reflection/amplification attacks.
misconfiguration | Misconfiguration | Software misconfiguration resulting in service availability issues, e.g., DNS
  server with outdated DNSSEC Root Zone KSK.
sabotage | Sabotage | Physical sabotage, e.g., cutting wires or malicious arson.
outage | Outage | An outage caused, for example, by air conditioning failure or natural disaster.
# information-content-security | Information Content Security | Besides a local abuse of data and systems the
  information security can be endangered by a successful account or application compromise. Furthermore attacks are
  possible that intercept and access information during transmission (wiretapping, spoofing or hijacking).
  Human/configuration/software error can also be the cause.
unauthorised-information-access | Unauthorised Access to Information | Unauthorised access to information, e.g., by
  abusing stolen login credentials for a system or application, intercepting traffic or gaining access to physical
  documents.
unauthorised-information-modification | Unauthorised Modification of Information | Unauthorised modification of
  information, e.g., by an attacker abusing stolen login credentials for a system or application, or ransomware
  encrypting data. Also includes defacements.
data-loss | Data Loss | Loss of data caused by, for example, hard disk failure or physical theft.
data-leak | Leak of Confidential Information | Leaked confidential information, e.g., credentials or personal data.
# fraud | Fraud | Fraud.
unauthorised-use-of-resources | Unauthorised Use of Resources | Using resources for unauthorised purposes including
  profit-making ventures, e.g., the use of email to participate in illegal profit chain letters or pyramid schemes.
copyright | Copyright | Offering or installing copies of unlicensed commercial software or other copyright protected
  materials (also known as Warez).
masquerade | Masquerade | Type of attack in which one entity illegitimately impersonates the identity of another in
  order to benefit from it.
phishing | Phishing | Masquerading as another entity in order to persuade the user to reveal private credentials. This
  IOC most often refers to a URL, which is used to phish user credentials.
# vulnerable | Vulnerable | Open resolvers, world-readable printers, vulnerabilities apparent from scans, anti-virus
  signatures not up-to-date, etc.
weak-crypto | Weak Cryptography | Publicly accessible services offering weak cryptography, e.g., web servers
  susceptible to POODLE/FREAK attacks.
ddos-amplifier | DDoS Amplifier | Publicly accessible services that can be abused for conducting DDoS
  reflection/amplification attacks, e.g., DNS open-resolvers or NTP servers with monlist enabled.
potentially-unwanted-accessible | Potentially Unwanted Accessible Services | Potentially unwanted publicly accessible
  services, e.g., Telnet, RDP or VNC.
information-disclosure | Information disclosure | Publicly accessible services potentially disclosing sensitive
  information, e.g., SNMP or Redis.
vulnerable-system | Vulnerable System | A system which is vulnerable to certain attacks, e.g., misconfigured client
  proxy settings (such as WPAD), outdated operating system version, or cross-site scripting vulnerabilities.
# other | Other | All incidents which don't fit in one of the given categories should be put into this class. If the
  number of incidents in this category increases, it is an indicator that the classification scheme must be revised.
other | Uncategorised | All incidents which don't fit in one of the given categories should be put into this class or
  the incident is not categorised.
undetermined | Undetermined | The categorisation of the incident is unknown/undetermined.
# test | Test | Meant for testing.
test | Test | Meant for testing.
`;

const entries = taxonomy.trim().replaceAll('\n  ', ' ').split('\n').map(readEntry);

export const rsitClasses: readonly RsitClass[] = entries.flatMap(({ code, isClass, label, description }) =>
  isClass ? [{ class: code, label, description }] : [],
);

/** In the order of the taxonomy, each with the class it stands under. */
export const rsitTypes: readonly RsitType[] = entries.flatMap(({ code, isClass, label, description }, index) => {
  const owner = entries.slice(0, index).findLast((entry) => entry.isClass)?.code;
  return isClass || owner === undefined ? [] : [{ class: owner, type: code, label, description }];
});

const known = new Set(rsitTypes.map(({ class: owner, type }) => `${owner}/${type}`));

/** Whether the taxonomy has this type in this class. */
export function isRsit(rsitClass: string, type: string): boolean {
  return known.has(`${rsitClass}/${type}`);
}

/** What of a class and a type the taxonomy does not have, and what it has in that place. */
export function faultOfRsit(rsitClass: string, type: string): string | null {
  if (isRsit(rsitClass, type)) return null;
  const types = rsitTypes.filter((entry) => entry.class === rsitClass).map((entry) => entry.type);
  return types.length > 0
    ? `RSIT has no type "${type.slice(0, 60)}" in the class "${rsitClass}", but ${types.join(', ')}.`
    : `RSIT has no class "${rsitClass.slice(0, 60)}", but ${classCodes.join(', ')}.`;
}

const classCodes = rsitClasses.map((entry) => entry.class);

/** Every class with its types, in a line. */
export const rsitInWords = classCodes
  .map(
    (code) =>
      `${code}: ${rsitTypes
        .filter((entry) => entry.class === code)
        .map(({ type }) => type)
        .join(', ')}`,
  )
  .join('; ');

function readEntry(line: string) {
  const [code = '', label = '', description = ''] = line.replace('# ', '').split(' | ');
  return { code, isClass: line.startsWith('# '), label, description };
}
