export const linkKinds = ['CABLE', 'CIRCUIT', 'TUNNEL', 'RADIO', 'LOGICAL'] as const;
export type LinkKind = (typeof linkKinds)[number];
