import { apiClients, apiKeys } from './directory/api-client/api-client.collection';
import { organizations, regions } from './directory/directory.collection';
import { addresses, prefixes, vrfs } from './inventory/address-plan/address-plan.collection';
import { devices } from './inventory/device/device.collection';
import { informationSystems } from './inventory/information-system/information-system.collection';
import { interfaces } from './inventory/interface/interface.collection';
import { links } from './inventory/link/link.collection';
import { sites } from './inventory/site/site.collection';
import { agreements, sharingGroups } from './sharing/sharing.collection';
import { incidents, timelineEntries } from './incidents/incidents.collection';
import { bulkExports } from './feeds/export/export.collection';
import { feedConsumers } from './feeds/health/feed-consumer.collection';
import { feeds } from './feeds/named/feed.collection';
import { webhookAttempts, webhookDeadLetters, webhooks } from './feeds/webhooks/webhooks.collection';
import { Registry } from './kernel/registry';
import { bindingRules } from './monitoring/binding/binding-rule.collection';
import { metrics, series } from './monitoring/monitoring.collection';
import { retentions } from './monitoring/retention/retention.collection';
import { warningRules } from './warnings/rules/warning-rules.collection';
import { warnings, warningTransitions } from './warnings/warnings.collection';

/** Every type with ids of its own. */
export const registry = new Registry([
  organizations,
  regions,
  apiClients,
  apiKeys,
  sharingGroups,
  agreements,
  sites,
  devices,
  interfaces,
  links,
  vrfs,
  prefixes,
  addresses,
  informationSystems,
  metrics,
  series,
  bindingRules,
  retentions,
  warningRules,
  warnings,
  warningTransitions,
  incidents,
  timelineEntries,
  bulkExports,
  feeds,
  webhooks,
  webhookAttempts,
  webhookDeadLetters,
  feedConsumers,
]);
