import { isPk } from './netbox-row.rules';
import type { NetboxWorld } from './netbox-world';

/** The model that a content type names: `["dcim", "interface"]`, "dcim.interface", or a pk where the dump has no natural keys. */
export function contentTypeOf(value: unknown, world: NetboxWorld): string | null {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.length === 2 ? value.join('.') : null;
  const row = isPk(value) ? world.row('contenttypes.contenttype', value) : undefined;
  return row ? `${String(row.fields['app_label'])}.${String(row.fields['model'])}` : null;
}
