import type { DeviceRole } from './device.values';

interface NamedThings {
  id: string;
  name: string | null;
  role: DeviceRole;
  serial: string | null;
}

/** What a person calls the device: its name, or its role with its serial or the end of its id. */
export function displayNameOf({ id, name, role, serial }: NamedThings): string {
  return name ?? `${role.toLowerCase().replaceAll('_', ' ')} ${serial ?? id.slice(-12)}`;
}
