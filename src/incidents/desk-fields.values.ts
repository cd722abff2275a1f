/** What a desk can say of an incident in the hub, by the names of the API, each with the columns that keep it. */
export const deskFields = {
  title: ['title'],
  summary: ['summary'],
  classification: ['class', 'type'],
  severity: ['severity', 'severity_reason'],
  impact: ['impact'],
  tlp: ['tlp'],
  region: ['region_id'],
  occurredAt: ['occurred_at', 'occurred_at_precision'],
  detectedAt: ['detected_at'],
  awareAt: ['aware_at'],
  state: ['state', 'acknowledged_at', 'contained_at', 'resolved_at', 'closed_at'],
  resolution: ['resolution'],
  coworkers: ['coworker_ids'],
  recipients: ['recipient_ids'],
  labels: ['labels'],
  links: ['links'],
  affects: [],
} as const satisfies Record<string, readonly string[]>;

export type DeskField = keyof typeof deskFields;
