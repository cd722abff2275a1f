import type { InterfaceRecord } from '../../inventory/interface/interface.record.type';
import type { LinkRecord } from '../../inventory/link/link.record.type';
import type { ImportedRecord } from '../import-item';
import { textIn, type Capture, type LibrenmsRow } from './librenms-capture.rules';
import { nameOf, portItem } from './librenms-port.rules';
import { LibrenmsReader, type LibrenmsItem } from './librenms-reader.rules';

/** What a neighbour calls itself, as names of hosts are compared. */
export const neighbourName = (row: LibrenmsRow): string | null => hostName(textIn(row, 'remote_hostname'));

export const hostName = (name: string | null): string | null => name?.toLowerCase() ?? null;

/**
 * What a device heard from a neighbour (LLDP, CDP …) as the link of two ports, by a key that is the same whichever end told it.
 * What lies between them it does not tell. `there` is the capture of the neighbour.
 */
export function linkItem(row: LibrenmsRow, here: Capture, there: Capture, owner: string): LibrenmsItem {
  const read = new LibrenmsReader(row, here);
  const near = takenPort(read, 'ifName', localPort(read), here, owner);
  const far = takenPort(read, 'remote_port', remotePort(read, there), there, owner);
  if (near && near.record.externalId === far?.record.externalId) read.refuse('remote_port', 'is the port itself');
  if (!near || !far || read.fault) return read.give('Link', owner, {});
  const [a, b] = near.record.externalId < far.record.externalId ? [near, far] : [far, near];
  const record: LinkRecord = {
    externalId: `link:${a.record.externalId}~${b.record.externalId}`,
    status: Number(row.fields['active'] ?? 1) === 0 ? 'OFFLINE' : 'ACTIVE',
    name: nameOfLink(a, b),
    kind: 'LOGICAL',
    capacityBps: a.record.speedBps === b.record.speedBps ? (a.record.speedBps ?? null) : null,
    provider: null,
    a: { interface: { externalId: a.record.externalId } },
    b: { interface: { externalId: b.record.externalId } },
  };
  return read.give('Link', owner, record);
}

interface End {
  device: string;
  record: InterfaceRecord;
}

function nameOfLink(a: End, b: End): string {
  const [one, other] = [a, b].map(({ device, record }) => `${device} ${record.name}`);
  const name = `${one} - ${other}`;
  return [...name].length > 200 ? `${a.record.externalId} - ${b.record.externalId}` : name;
}

function takenPort(
  read: LibrenmsReader,
  field: string,
  row: LibrenmsRow | null,
  capture: Capture,
  owner: string,
): End | null {
  const item = row && portItem(row, capture, owner);
  if (!item) return null;
  if (!('record' in item)) return read.refuse(field, `the port at ${row.position} is not taken itself`);
  const { record } = item as ImportedRecord;
  return { device: textIn(capture.device, 'sysName') ?? capture.key, record: record as InterfaceRecord };
}

/** The row names its port by name and description. */
function localPort(read: LibrenmsReader): LibrenmsRow | null {
  const isIt = (port: LibrenmsRow) =>
    ['ifName', 'ifDescr'].every((field) => textIn(port, field) === textIn(read.row, field));
  const found = read.capture.ports.filter(isIt);
  const called = `called ${JSON.stringify(nameOf(read.row))} in the file`;
  if (found.length === 0) return read.refuse('ifName', `there is no port ${called}`);
  return found.length === 1 ? found[0]! : read.refuse('ifName', `there are several ports ${called}`);
}

/** The neighbour names its port by its name, description, alias or hardware address: the first that is one port's alone. */
function remotePort(read: LibrenmsReader, there: Capture): LibrenmsRow | null {
  const told = read.text('remote_port', 300);
  const name = told.replace(/ \([0-9a-f]*\)$/, '');
  for (const field of ['ifName', 'ifDescr', 'ifAlias']) {
    const found = there.ports.filter((port) => textIn(port, field) === name);
    if (found.length === 1) return found[0]!;
  }
  const address = hexOf(name);
  const found =
    address.length === 12 ? there.ports.filter((port) => hexOf(textIn(port, 'ifPhysAddress')) === address) : [];
  if (found.length === 1) return found[0]!;
  return read.refuse('remote_port', `${JSON.stringify(told.slice(0, 60))} is no single port of ${there.key}`);
}

const hexOf = (text: string | null): string => {
  const digits = (text ?? '').replace(/[ :.-]/g, '').toLowerCase();
  return /^[0-9a-f]*$/.test(digits) ? digits : '';
};
