export const deviceRoles = [
  'ROUTER',
  'SWITCH',
  'FIREWALL',
  'LOAD_BALANCER',
  'SERVER',
  'STORAGE',
  'WIRELESS',
  'SENSOR',
  'POWER',
  'PATCH_PANEL',
  'OTHER',
] as const;
export type DeviceRole = (typeof deviceRoles)[number];
