import type { InterfaceRecord } from '../../inventory/interface/interface.record.type';
import { textIn, type Capture, type LibrenmsRow } from './librenms-capture.rules';
import { isDeviceRefused } from './librenms-device.rules';
import { isSubscriberSession, namesPerson } from './librenms-person.rules';
import { portKindOf } from './librenms-port-kind.rules';
import { LibrenmsReader, type LibrenmsItem } from './librenms-reader.rules';

export const portKey = (capture: Capture, ifIndex: number): string => `${capture.key}:port:${ifIndex}`;

/** A port as an interface. One that LibreNMS has deleted is retired. */
export function portItem(row: LibrenmsRow, capture: Capture, owner: string): LibrenmsItem {
  if (isSubscriberSession(nameOf(row) ?? '')) return { notTaken: 'sessions of subscribers' };
  const read = new LibrenmsReader(row, capture);
  const ifIndex = read.whole('ifIndex');
  if (isDeviceRefused(capture, owner)) read.refuse(null, 'its device is refused itself');
  const record: InterfaceRecord = {
    externalId: portKey(capture, ifIndex),
    status: read.flag('deleted') ? 'RETIRED' : 'ACTIVE',
    device: { externalId: capture.key },
    name: read.optionalText('ifName', 200) ?? read.text('ifDescr', 200),
    kind: portKindOf(textIn(row, 'ifType')),
    enabled: isEnabled(read),
    speedBps: speedOf(read),
    mac: macOf(read),
    description: descriptionOf(read),
  };
  return read.give('Interface', owner, record);
}

export const nameOf = (row: LibrenmsRow): string | null => textIn(row, 'ifName') ?? textIn(row, 'ifDescr');

/** A port whose state is not known is enabled, as the hub takes it where nobody says. */
function isEnabled(read: LibrenmsReader): boolean {
  const status = textIn(read.row, 'ifAdminStatus') ?? 'up';
  if (!['up', 'down', 'testing'].includes(status)) read.refuse('ifAdminStatus', 'is none of up, down, testing');
  return status === 'up';
}

/** RFC 2863: 0 where there is no speed to speak of, and the most of 32 bits where there is more than that. */
function speedOf(read: LibrenmsReader): number | null {
  const speed = read.optionalWhole('ifSpeed');
  return speed === 0 || speed === 4_294_967_295 ? null : speed;
}

/** Nothing but zeros is no address; nor is one of another length a MAC. */
function macOf(read: LibrenmsReader): string | null {
  const digits = read.optionalText('ifPhysAddress', 100)?.replace(/[:.-]/g, '').toLowerCase() ?? '';
  if (!/^([0-9a-f]{2})*$/.test(digits)) return read.refuse('ifPhysAddress', 'is not pairs of hexadecimal digits');
  return digits.length === 12 && !/^0*$/.test(digits) ? digits.match(/../g)!.join(':') : null;
}

/** What an operator wrote: LibreNMS repeats the port's name or description where nobody wrote anything. */
function descriptionOf(read: LibrenmsReader): string | null {
  const alias = read.optionalText('ifAlias', 500);
  const isName = alias === textIn(read.row, 'ifName') || alias === textIn(read.row, 'ifDescr');
  return alias === null || isName || namesPerson(alias) ? null : alias;
}

/** A port that a row of another table names by its ifIndex; what hangs on a port that is not taken is not taken with it. */
export function portOf(
  read: LibrenmsReader,
  ifIndex: number,
  owner: string,
): { externalId: string } | { notTaken: string } {
  const row = read.capture.portAt.get(ifIndex);
  const item = row && portItem(row, read.capture, owner);
  if (item && 'notTaken' in item) return item;
  if (!item) read.refuse('ifIndex', `there is no port ${ifIndex} in the file`);
  else if ('refused' in item) read.refuse('ifIndex', `port ${ifIndex} is refused itself`);
  return { externalId: portKey(read.capture, ifIndex) };
}
