import type { DeviceRecord } from '../../inventory/device/device.record.type';
import type { ImportItem } from '../import-item';
import { textIn, type Capture } from './librenms-capture.rules';
import { manufacturerOf } from './librenms-manufacturer.rules';
import { LibrenmsReader } from './librenms-reader.rules';
import { roleOf } from './librenms-role.rules';

/** The device of a capture. Its contact is a person's, and its location any text: neither is taken. */
export function deviceItem(capture: Capture, owner: string): ImportItem {
  const { device } = capture;
  const read = new LibrenmsReader(device, capture);
  const record: DeviceRecord = {
    externalId: capture.key,
    status: 'ACTIVE',
    name: read.optionalText('sysName', 200),
    role: roleOf(textIn(device, 'type'), textIn(device, 'os'), [
      textIn(device, 'hardware'),
      textIn(device, 'sysDescr'),
    ]),
    manufacturer: manufacturerOf(textIn(device, 'sysObjectID')),
    model: read.optionalText('hardware', 100),
    serial: read.optionalText('serial', 100),
    platform: platformOf(read),
    managementAddress: null,
    tags: [],
    site: null,
  };
  return read.give('Device', owner, record);
}

/** Decided once a capture, for each of its ports, addresses and sensors asks. */
const refused = new WeakMap<Capture, boolean>();

export function isDeviceRefused(capture: Capture, owner: string): boolean {
  const isRefused = refused.get(capture) ?? 'refused' in deviceItem(capture, owner);
  refused.set(capture, isRefused);
  return isRefused;
}

/** Operating system and version as one text, of 100 characters like each. */
function platformOf(read: LibrenmsReader): string | null {
  const parts = [read.optionalText('os', 100), read.optionalText('version', 100)].filter((part) => part !== null);
  const platform = parts.join(' ');
  if ([...platform].length > 100) return read.refuse('version', 'is longer than 100 characters together with os');
  return platform === '' ? null : platform;
}
