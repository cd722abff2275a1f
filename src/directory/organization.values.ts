export const organizationKinds = ['NATIONAL_CENTER', 'REGIONAL_CENTER', 'MINISTRY', 'AGENCY', 'OPERATOR'] as const;
export type OrganizationKind = (typeof organizationKinds)[number];
