/**
 * What VERIS lets a document say, field by field: the union of its versions 1.2 to 1.4, so that an older document keeps
 * its words. The values are those of the MISP "veris" machine tags (CC0-1.0), with the ones of VERIS itself that the
 * tags do not have (github.com/vz-risk/veris).
 */
export const verisCodes = {
  incident: codes('Confirmed|False positive|Near miss|Suspected'),
  confidence: codes('High|Low|Medium|None'),
  targeted: codes('Opportunistic|Targeted|NA|Unknown'),
  correctiveCost: codes('Difficult and expensive|Simple and cheap|Something in-between|Unknown'),
  duration: codes('Seconds|Minutes|Hours|Days|Weeks|Months|Years|Never|NA|Unknown'),
  country: countries(`
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO
    FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE
    JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO
    MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW
    PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM
    TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW`),
  employees: codes(`
    Small|1 to 10|11 to 100|101 to 1000|Large|1001 to 10000|10001 to 25000|25001 to 50000|50001 to 100000|
    Over 100000|Unknown`),
  government: codes('Federal|Local|Regional|NA|Other|Unknown'),
  motive: codes('Convenience|Espionage|Fear|Financial|Fun|Grudge|Ideology|Secondary|NA|Other|Unknown'),
  externalActor: codes(`
    Acquaintance|Activist|Auditor|Competitor|Customer|Force majeure|Former employee|Nation-state|
    Organized crime|State-affiliated|Terrorist|Unaffiliated|Other|Unknown`),
  internalActor: codes(`
    Auditor|Call center|Cashier|Developer|Doctor or nurse|End-user|Executive|Finance|Guard|Helpdesk|
    Human resources|Maintenance|Manager|System admin|Other|Unknown`),
  jobChange: codes(`
    Demoted|Hired|Job eval|Lateral move|Let go|Passed over|Personal issues|Promoted|Reprimanded|Resigned|
    Other|Unknown`),
  result: codes('Deploy payload|Elevate|Exfiltrate|Infiltrate|Lateral movement|Persist|NA|Other|Unknown'),
  malware: codes(`
    Adminware|Adware|AitM|Backdoor|Backdoor or C2|Brute force|C2|Capture app data|Capture stored data|
    Click fraud|Click fraud and cryptocurrency mining|Client-side attack|Cryptocurrency mining|Destroy data|
    Disable controls|DoS|Downloader|Evade Defenses|Exploit misconfig|Exploit vuln|Export data|In-memory|MitM|
    Modify data|Packet sniffer|Pass-the-hash|Password dumper|Profile host|Ram scraper|RAM scraper|Ransomware|
    RAT|Rootkit|Scan network|Spam|Spyware/Keylogger|SQL injection|Trojan|Worm|Other|Unknown`),
  malwareVector: codes(`
    C2|Direct install|Download by malware|Email|Email attachment|Email autoexecute|Email link|Email other|
    Email unknown|Instant messaging|Network propagation|Partner|Remote injection|Removable media|Software update|
    Web application|Web application - download|Web application - drive-by|Web download|Web drive-by|Other|Unknown`),
  hacking: codes(`
    Abuse of functionality|AitM|Backdoor|Brute force|Buffer overflow|Cache poisoning|Cryptanalysis|CSRF|
    Disable controls|DoS|Evade Defenses|Exploit misconfig|Exploit vuln|Footprinting|Forced browsing|
    Format string attack|Fuzz testing|Hijack|HTTP request smuggling|HTTP request splitting|HTTP response smuggling|
    HTTP response splitting|HTTP Response Splitting|Insecure deserialization|Integer overflows|LDAP injection|
    Mail command injection|MitM|Null byte injection|Offline cracking|OS commanding|Pass-the-hash|Path traversal|
    Profile host|Prompt injection|Reverse engineering|RFI|Routing detour|Scan network|Session fixation|
    Session prediction|Session replay|Soap array abuse|Special element injection|SQLi|SSI injection|
    URL redirector abuse|Use of backdoor or C2|Use of stolen creds|User breakout|Virtual machine escape|
    XML attribute blowup|XML entity expansion|XML external entities|XML injection|XPath injection|XQuery injection|
    XSS|Other|Unknown`),
  hackingVector: codes(`
    3rd party desktop|Backdoor|Backdoor or C2|Command shell|Desktop sharing|Desktop sharing software|Hypervisor|
    Inter-tenant|Other network service|Partner|Physical access|VPN|Web application|Other|Unknown`),
  social: codes(`
    Baiting|Bribery|Elicitation|Evade Defenses|Extortion|Forgery|Influence|Partner|Phishing|Pretexting|
    Prompt bombing|Propaganda|Scam|Spam|Other|Unknown`),
  socialVector: codes(`
    Documents|Email|IM|In-person|Partner|Phone|Removable media|SMS|Social media|Software|Virtual meeting|
    Web application|Website|Other|Unknown`),
  socialTarget: codes(`
    Auditor|Call center|Cashier|Customer|Developer|End-user|End-user or employee|Executive|Finance|
    Former employee|Guard|Helpdesk|Human resources|Maintenance|Manager|Other employee|Partner|System admin|
    Other|Unknown`),
  misuse: codes(`
    Data mishandling|Email misuse|Embezzlement|Evade Defenses|Illicit content|Knowledge abuse|Net misuse|
    Password or Session Sharing|Possession abuse|Privilege abuse|Snap picture|Unapproved hardware|
    Unapproved software|Unapproved workaround|Other|Unknown`),
  misuseVector: codes('LAN access|Non-corporate|Physical access|Remote access|Web application|Other|Unknown'),
  physical: codes(`
    Assault|Bypassed controls|Connection|Destruction|Disabled controls|Evade Defenses|Sabotage|Skimmer|Snooping|
    Surveillance|Tampering|Theft|Wiretapping|Other|Unknown`),
  physicalVector: codes(`
    Bypassed controls|Disabled controls|Partner facility|Partner vehicle|Personal residence|Personal vehicle|
    Privileged access|Public facility|Public vehicle|Uncontrolled location|Victim grounds|Victim public area|
    Victim secure area|Victim work area|Visitor privileges|Other|Unknown`),
  error: codes(`
    Capacity shortage|Classification error|Data entry error|Disposal error|Gaffe|Loss|Maintenance error|
    Malfunction|Misconfiguration|Misdelivery|Misinformation|Omission|Physical accidents|Programming error|
    Publishing error|Other|Unknown`),
  errorVector: codes(`
    Carelessness|Inadequate personnel|Inadequate processes|Inadequate technology|Random error|Web application|
    Other|Unknown`),
  environmental: codes(`
    Deterioration|Earthquake|EMI|ESD|Fire|Flood|Hazmat|Humidity|Hurricane|Ice|Landslide|Leak|Lightning|
    Meteorite|Particulates|Pathogen|Power failure|Temperature|Tornado|Tsunami|Vermin|Volcano|Wind|Other|
    Unknown`),
  asset: codes(`
    E - Other|E - Telematics|E - Telemetry|E - Unknown|M - Disk drive|M - Disk media|M - Documents|M - Fax|
    M - Flash drive|M - Other|M - Payment card|M - SIM card|M - Smart card|M - Tapes|M - Unknown|
    N - Access reader|N - Broadband|N - Camera|N - Firewall|N - HSM|N - IDS|N - LAN|N - NAS|N - Other|N - PBX|
    N - PLC|N - Private WAN|N - Public WAN|N - Remote access|N - Router or switch|N - RTU|N - SAN|N - Telephone|
    N - Unknown|N - VoIP adapter|N - WLAN|P - Auditor|P - Call center|P - Cashier|P - Customer|P - Developer|
    P - End-user|P - End-user or employee|P - Executive|P - Finance|P - Former employee|P - Guard|P - Helpdesk|
    P - Human resources|P - Maintenance|P - Manager|P - Other|P - Other employee|P - Partner|P - System admin|
    P - Unknown|S - Authentication|S - Backup|S - Code repository|S - Configuration or patch management|
    S - Database|S - DCS|S - DHCP|S - Directory|S - DNS|S - File|S - ICS|S - LLM application|S - Log|S - Mail|
    S - Mainframe|S - Other|S - Payment switch|S - POS controller|S - Print|S - Proxy|S - Remote access|
    S - SCADA|S - Secrets vault|S - Unknown|S - VM host|S - Web application|T - ATM|T - Gas terminal|T - Kiosk|
    T - Other|T - PED pad|T - Unknown|U - Auth token|U - Desktop|U - Desktop or laptop|U - Laptop|U - Media|
    U - Mobile phone|U - Other|U - Peripheral|U - POS terminal|U - Tablet|U - Telephone|U - Unknown|
    U - VoIP phone|Other|Unknown`),
  cloud: codes(`
    Customer attack|External Cloud Asset(s)|Hosting error|Hosting governance|Hypervisor|No|On-Premise Asset(s)|
    Partner application|User breakout|NA|Other|Unknown`),
  accessibility: codes('External|Internal|Isolated|NA|Other|Unknown'),
  governance: codes(`
    3rd party hosted|3rd party managed|3rd party owned|Internally isolated|Personally owned|Victim governed|Other|
    Unknown`),
  hosting: codes(`
    External|External - dedicated environment|External - shared environment|External - unknown environment|
    External dedicated|External shared|Internal|NA|Other|Unknown`),
  management: codes('Co-managed|External|Internal|NA|Other|Unknown'),
  ownership: codes('Customer|Employee|Partner|Victim|NA|Other|Unknown'),
  assetRole: codes('IT|OT|NA|Other|Unknown'),
  disclosure: codes('No|Potentially|Yes|Unknown'),
  data: codes(`
    API key|Bank|Classified|Copyrighted|Credentials|Digital certificate|Internal|Medical|
    Multi-factor credential|Payment|Personal|Secrets|Sensitive Personal|Session key|Source code|System|
    Virtual currency|Other|Unknown`),
  dataVictim: codes('Customer|Employee|Partner|Patient|Student|Victim organization|Other|Unknown'),
  dataState: codes(`
    Printed|Processed|Stored|Stored encrypted|Stored unencrypted|Transmitted|Transmitted encrypted|
    Transmitted unencrypted|Other|Unknown`),
  integrity: codes(`
    Alter behavior|Created account|Defacement|Fraudulent transaction|Hardware tampering|Log tampering|
    Misappropriation|Misrepresentation|Modify authentication|Modify configuration|Modify data|Modify privileges|
    Register MFA device|Repurpose|Software installation|Other|Unknown`),
  availability: codes('Acceleration|Degradation|Destruction|Interruption|Loss|Obscuration|Other|Unknown'),
  discovery: codes(`
    Ext - actor disclosure|Ext - audit|Ext - customer|Ext - emergency response team|Ext - found documents|
    Ext - fraud detection|Ext - incident response|Ext - law enforcement|Ext - monitoring service|Ext - other|
    Ext - suspicious traffic|Ext - unknown|Ext - unrelated 3rd party|Ext - unrelated party|Int - antivirus|
    Int - break in discovered|Int - data loss prevention|Int - financial audit|Int - fraud detection|Int - HIDS|
    Int - incident response|Int - infrastructure monitoring|Int - IT audit|Int - IT review|Int - law enforcement|
    Int - log review|Int - NIDS|Int - other|Int - reported by employee|Int - reported by user|Int - security alarm|
    Int - unknown|Int - user|Prt - antivirus|Prt - audit|Prt - incident response|Prt - monitoring service|
    Prt - other|Prt - unknown|Other|Unknown`),
  externalDiscovery: codes(`
    Actor disclosure|Audit|Customer|Emergency response team|Found documents|Fraud detection|Incident response|
    Law enforcement|Monitoring service|Security researcher|Suspicious traffic|Unrelated 3rd party|Other|Unknown`),
  internalDiscovery: codes(`
    Antivirus|Break in discovered|Data loss prevention|Financial audit|Fraud detection|Hids|Incident response|
    Infrastructure monitoring|It review|Log review|Nids|Offboarding|Reported by employee|Security alarm|Other|
    Unknown`),
  partnerDiscovery: codes('Antivirus|Audit|Incident response|Monitoring service|Other|Unknown'),
  impact: codes('Insignificant|Distracting|Painful|Damaging|Catastrophic|Unknown'),
  loss: codes(`
    Asset and fraud|Brand damage|Business disruption|Competitive advantage|Legal and regulatory|Operating costs|
    Response and recovery|Other`),
  lossRating: codes('Major|Minor|Moderate|None|Unknown'),
};

/** Values stand between bars. */
function codes(text: string): ReadonlySet<string> {
  return new Set(text.split('|').map((value) => value.trim()));
}

/** ISO 3166-1 codes and Kosovo's XK, and the two words VERIS adds. */
function countries(text: string): ReadonlySet<string> {
  return new Set([...text.trim().split(/\s+/), 'Other', 'Unknown']);
}
