const owned = 'owner { id code } region { id code } createdAt updatedAt';
const recorded = `status origin { source externalId } ${owned}`;
const named = '{ __typename ... on Node { id } }';
const ends = '{ site { id } device { id } interface { id } }';

/** What of a record of each type is sent: its own fields, and ids of what it leads to. Of what moves without a change nothing, such as syncedAt. */
const selections: Readonly<Record<string, string>> = {
  Organization: 'code name kind communityMember parent { id code } region { id code } createdAt updatedAt',
  Region: 'code name parent { id code } createdAt updatedAt',
  SharingGroup: 'code name owner { id code } createdAt updatedAt',
  Agreement:
    'title legalBasis state version datasets withheld ceiling leastSeverity withDescendants validFrom validUntil acceptedAt endedAt provider { id code } region { id code } createdAt updatedAt',
  Site: `code name latitude longitude ${recorded}`,
  Device: `name displayName role manufacturer model platform serial managementAddress tags site { id } ${recorded}`,
  Interface: `name kind enabled speedBps mac description device { id } ${recorded}`,
  Link: `name kind capacityBps provider { id code } a ${ends} b ${ends} ${recorded}`,
  Vrf: `name rd ${recorded}`,
  Prefix: `prefix role description site { id } vrf { id } ${recorded}`,
  Address: `address dnsName interface { id } vrf { id } ${recorded}`,
  InformationSystem: `code name sector level effectiveLevel parts { id } dependsOn { id } ${recorded}`,
  Metric: 'name kind unit description',
  Series: `metric { name unit kind } labels subject ${named} owner { id code } writer { id code } createdAt`,
  BindingRule: 'code position source metricPattern target lookup owner { id code } createdAt updatedAt',
  Feed: 'code owner { id code } createdAt updatedAt',
  Retention: 'level stepSeconds days updatedAt',
  Warning: `source fingerprint severity nature state firing flaps explanation labels address subject ${named} series { id } rule { id code } causedBy { id } silence { id } maintenance { id } raisedAt acknowledgedAt acknowledgedBy note suppressedAt clearedAt writer { id code } ${owned}`,
  WarningTransition:
    'warning { id } from to cause severity at seenAt actorLabel note causedBy { id } silence { id } maintenance { id } createdAt',
  WarningRule:
    'code name metric labels { label equals matches } condition severity severityByLevel why isEnabled removedAt owner { id code } createdAt updatedAt',
  Silence: `reason startsAt endsAt endedAt setBy labels mostSeverity subject ${named} source externalId owner { id code } createdAt updatedAt`,
  Maintenance:
    'title reference account status impact startsAt endsAt sequence stampedAt providerName provider { id code } origin { source externalId } owner { id code } createdAt updatedAt',
  MaintenanceObject: `circuit impact maintenance { id } subject ${named} createdAt updatedAt`,
  Incident: `reference title summary severity tlp state version classification { class type } labels links occurredAt occurredAtPrecision detectedAt awareAt acknowledgedAt containedAt resolvedAt closedAt impact severityReason resolution reopenedAt coordinator { id code } mergedInto { id } affects ${named} reporter { id code } origin { source externalId } ${owned}`,
  TimelineEntry: 'at kind text tlp authorDesk author { id code } incident { id } createdAt',
  Playbook:
    'name description types labels tlp source externalId cacaoId isRevoked validFrom validUntil version owner { id code } createdAt updatedAt',
  Task: 'name description kind state position role step outcomes outcome note round openedAt dueAt timeLimit completedAt completedByDesk tlp version incident { id } playbook { id } assignee { id code } completedBy { id code } createdAt updatedAt',
  ApiClient: 'label role networks organization { id code } createdAt revokedAt',
  ApiKey: 'client { id } createdAt expiresAt revokedAt',
};

/** The same as the document that a partner could have sent. */
export const defaultContent = Object.entries(selections)
  .map(([type, selection]) => `fragment Default${type} on ${type} { ${selection} }`)
  .join('\n');
