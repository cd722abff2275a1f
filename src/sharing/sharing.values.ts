/** What an agreement can cover; the directory is open to every key anyway. */
export const datasets = ['INVENTORY', 'SAMPLES', 'WARNINGS', 'INCIDENTS', 'ADVISORIES'] as const;
export type SharedDataset = (typeof datasets)[number];

/** Traffic Light Protocol 2.0, from the widest to the narrowest. */
export const markings = ['CLEAR', 'GREEN', 'AMBER', 'AMBER_STRICT', 'RED'] as const;
export type Tlp = (typeof markings)[number];

/** From the least to the worst. */
export const severities = ['INFO', 'MINOR', 'MAJOR', 'CRITICAL'] as const;
export type Severity = (typeof severities)[number];

/** Fields that an agreement may withhold: a closed list. */
export const withheldFields = [
  'MANAGEMENT_ADDRESS',
  'SERIAL',
  'MAC',
  'DESCRIPTION',
  'ADDRESSES',
  'COORDINATES',
] as const;
export type WithheldField = (typeof withheldFields)[number];

export const agreementStates = ['PROPOSED', 'ACCEPTED', 'ENDED', 'EXPIRED'] as const;
export type AgreementState = (typeof agreementStates)[number];
