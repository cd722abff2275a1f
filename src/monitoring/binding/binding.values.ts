/** What a rule binds series to. */
export const bindingTargets = ['DEVICE', 'INTERFACE', 'LINK', 'INFORMATION_SYSTEM', 'SITE', 'ORGANIZATION'] as const;
export type BindingTarget = (typeof bindingTargets)[number];

/** How it is found among the records of the inventory. */
export const bindingLookups = ['NAME', 'CODE', 'EXTERNAL_ID', 'MANAGEMENT_ADDRESS'] as const;
export type BindingLookup = (typeof bindingLookups)[number];

/** Why a series is bound to nothing. */
export const unboundReasons = ['PENDING', 'NO_RULE', 'NOT_FOUND', 'AMBIGUOUS'] as const;
export type UnboundReason = (typeof unboundReasons)[number];

/** Of each target, the lookups that there are. An interface by name is one of a device that is found so. */
export const lookupsOf: Readonly<Record<BindingTarget, readonly BindingLookup[]>> = {
  DEVICE: ['NAME', 'EXTERNAL_ID', 'MANAGEMENT_ADDRESS'],
  INTERFACE: ['NAME', 'EXTERNAL_ID', 'MANAGEMENT_ADDRESS'],
  LINK: ['NAME', 'EXTERNAL_ID'],
  INFORMATION_SYSTEM: ['NAME', 'CODE', 'EXTERNAL_ID'],
  SITE: ['NAME', 'CODE', 'EXTERNAL_ID'],
  ORGANIZATION: ['CODE'],
};

/** The column of a series that names an object of the target. */
export const columnOf: Readonly<Record<BindingTarget, string>> = {
  ...{ DEVICE: 'device_id', INTERFACE: 'interface_id', LINK: 'link_id', INFORMATION_SYSTEM: 'system_id' },
  ...{ SITE: 'site_id', ORGANIZATION: 'organization_id' },
};

/** A text made of labels: their values side by side with ";" between them, and what the pattern finds in that put into the replacement. */
export interface LabelText {
  labels: string[];
  pattern: string;
  replacement: string;
}

/** What a label must hold: one of the two is said. */
export interface LabelCondition {
  label: string;
  equals: string | null;
  matches: string | null;
}

/** A rule as far as series are asked about it. */
export interface BindingRule {
  id: string;
  source: string | null;
  metricPattern: string | null;
  conditions: LabelCondition[];
  target: BindingTarget;
  lookup: BindingLookup;
  key: LabelText;
  interfaceName: LabelText | null;
}
