import type { TypeName } from '../world/things';

/** Root lists of the API by their types. */
export const roots: Partial<Record<TypeName, string>> = {
  ...{ Organization: 'organizations', Region: 'regions', Site: 'sites', Device: 'devices', Interface: 'interfaces' },
  ...{ Link: 'links', Vrf: 'vrfs', Prefix: 'prefixes', Address: 'addresses', Metric: 'metrics', Series: 'series' },
  ...{ InformationSystem: 'informationSystems', Incident: 'incidents', SharingGroup: 'sharingGroups' },
  Agreement: 'agreements',
  BindingRule: 'bindingRules',
  Warning: 'warnings',
};
export const rootTypes = Object.keys(roots) as TypeName[];
