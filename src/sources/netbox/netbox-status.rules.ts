import type { LifecycleStatus } from '../../inventory/inventory-record.values';

/** Every status of NetBox's models that are taken; no two models mean different things by one word. */
const stages: ReadonlyMap<unknown, LifecycleStatus> = new Map<string, LifecycleStatus>([
  ['planned', 'PLANNED'],
  ['reserved', 'PLANNED'],
  ['staging', 'STAGED'],
  ['staged', 'STAGED'],
  ['inventory', 'STAGED'],
  ['provisioning', 'STAGED'],
  ['active', 'ACTIVE'],
  ['connected', 'ACTIVE'],
  ['container', 'ACTIVE'],
  ['dhcp', 'ACTIVE'],
  ['slaac', 'ACTIVE'],
  ['offline', 'OFFLINE'],
  ['failed', 'OFFLINE'],
  ['decommissioning', 'DECOMMISSIONING'],
  ['deprovisioning', 'DECOMMISSIONING'],
  ['deprecated', 'DECOMMISSIONING'],
  ['decommissioned', 'RETIRED'],
  ['retired', 'RETIRED'],
]);

export const stageOf = (status: unknown): LifecycleStatus | undefined => stages.get(status);
