import { basename } from 'node:path';

export type Json = Readonly<Record<string, unknown>>;

/** A row of a table, and where it stands in its file. */
export interface LibrenmsRow {
  position: string;
  fields: Json;
}

/** What LibreNMS found out about one device: the tables that are taken, a row each. */
export interface Capture {
  file: string;
  /** The device's key: the name of the file, which holds no other. */
  key: string;
  device: LibrenmsRow;
  ports: readonly LibrenmsRow[];
  /** The first row of each ifIndex. */
  portAt: ReadonlyMap<number, LibrenmsRow>;
  addresses: readonly LibrenmsRow[];
  neighbours: readonly LibrenmsRow[];
  sensors: readonly LibrenmsRow[];
  wirelessSensors: readonly LibrenmsRow[];
  /** Rows of the other tables, by module and table. */
  otherRows: ReadonlyMap<string, number>;
}

export type CaptureRead = { ok: Capture } | { refused: { position: string; reason: string } };

const taken = {
  devices: 'os.devices',
  ports: 'ports.ports',
  ipv4: 'ipv4-addresses.ipv4_addresses',
  ipv6: 'ipv6-addresses.ipv6_addresses',
  neighbours: 'discovery-protocols.links',
  sensors: 'sensors.sensors',
  wirelessSensors: 'wireless.wireless_sensors',
} as const;

/** So that the key of a link, which names both its ends, stays within the 200 characters of a key. */
export const longestKey = 80;

/** A document as LibreNMS writes it of one device: `{ module: { discovery: { table: [row] }, poller: … } }`. */
export function captureOf(document: unknown, file: string): CaptureRead {
  if (!isRecord(document)) return refuse('the file', 'it is no object of modules, as LibreNMS captures a device.');
  const tables = tablesOf(document);
  const fault = Object.values(taken)
    .map((name) => faultOf(tables.get(name)))
    .find((found) => found !== null);
  if (fault) return { refused: fault };
  const rows = (name: string): LibrenmsRow[] => rowsOf(tables.get(name));
  const [device, another] = rows(taken.devices);
  if (!device) return refuse('os.devices', 'there is no row: a capture has the row of its device.');
  if (another) return refuse('os.devices', 'there are several rows: a capture is one device.');
  const key = basename(file, '.json');
  if ([...key].length > longestKey) return refuse('the file', `its name is longer than ${longestKey} characters.`);
  const ports = rows(taken.ports);
  return {
    ok: {
      ...{ file, key, device, ports },
      portAt: firstOfEach(ports),
      addresses: [...rows(taken.ipv4), ...rows(taken.ipv6)],
      neighbours: rows(taken.neighbours),
      sensors: rows(taken.sensors),
      wirelessSensors: rows(taken.wirelessSensors),
      otherRows: otherRows(tables),
    },
  };
}

const refuse = (position: string, reason: string): CaptureRead => ({ refused: { position, reason } });

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

interface Table {
  path: string;
  rows: unknown;
}

/** Every table by module and name. What the poller left is newer than what the discovery found. */
function tablesOf(document: Json): Map<string, Table> {
  const tables = new Map<string, Table>();
  for (const phase of ['discovery', 'poller']) {
    for (const [module, phases] of Object.entries(document)) {
      const found = isRecord(phases) ? phases[phase] : null;
      for (const [name, rows] of Object.entries(isRecord(found) ? found : {}))
        tables.set(`${module}.${name}`, { path: `${module}.${phase}.${name}`, rows });
    }
  }
  return tables;
}

function faultOf(table: Table | undefined): { position: string; reason: string } | null {
  if (!table) return null;
  const { path, rows } = table;
  if (!Array.isArray(rows)) return { position: path, reason: 'it is no list of rows.' };
  const at = rows.findIndex((row) => !isRecord(row));
  return at < 0 ? null : { position: `${path}[${at}]`, reason: 'it is no row.' };
}

const rowsOf = (table: Table | undefined): LibrenmsRow[] =>
  ((table?.rows ?? []) as Json[]).map((fields, i) => ({ position: `${table!.path}[${i}]`, fields }));

function otherRows(tables: ReadonlyMap<string, Table>): Map<string, number> {
  const names = new Set<string>(Object.values(taken));
  const others = [...tables].filter(([name]) => !names.has(name));
  return new Map(others.map(([name, { rows }]) => [name, Array.isArray(rows) ? rows.length : 0]));
}

function firstOfEach(ports: readonly LibrenmsRow[]): Map<number, LibrenmsRow> {
  const found = new Map<number, LibrenmsRow>();
  for (const row of ports) {
    const index = wholeIn(row, 'ifIndex');
    if (index !== null && !found.has(index)) found.set(index, row);
  }
  return found;
}

/** A whole number from 0, which a database may have written as a text; null where the field holds none. */
export function wholeIn({ fields }: LibrenmsRow, field: string): number | null {
  const value = fields[field];
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
  return Number.isSafeInteger(number) && (number as number) >= 0 ? (number as number) : null;
}

/** A text without the blanks around it; null where the field holds none, or what the capture keeps to itself. */
export function textIn({ fields }: LibrenmsRow, field: string): string | null {
  const value = fields[field];
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' || text === '<private>' ? null : text;
}
