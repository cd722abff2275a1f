import type { ActAs } from '../../directory/act-as';
import { acceptInstant } from '../../kernel/instant';
import { latestTaken } from '../../monitoring/instants.rules';
import { reporting } from '../import-report';
import { addTotals, importItems, type ImportFlags, type ImportTotals, type TellRefused } from '../import-run';
import { listFiles } from '../list-files';
import { importReadings } from './import-readings';
import { LibrenmsCaptures } from './librenms-captures';

export interface LibrenmsFlags extends ImportFlags {
  /** When LibreNMS read the sensors; without it no readings are taken. */
  at?: string;
}

interface Ears {
  tell: TellRefused;
  onFile?: () => void;
  onNotTaken?: (what: string, count: number) => void;
}

/** Devices, ports, addresses and neighbours of captures of LibreNMS, then what their sensors read. */
export async function importLibrenms(
  files: readonly string[],
  { owner, source, at }: LibrenmsFlags,
  act: ActAs,
  { tell, ...ears }: Ears,
): Promise<ImportTotals> {
  const now = () => new Date();
  const instant = at === undefined ? null : pollTime(at, now());
  const captures = new LibrenmsCaptures(files, { owner, ...ears });
  const totals = await importItems(captures.items(), source, act, tell);
  for await (const capture of captures.taken()) {
    if (instant === null) {
      ears.onNotTaken?.('readings, for want of --at', capture.sensors.length + capture.wirelessSensors.length);
      continue;
    }
    addTotals(totals, await importReadings(capture, { owner, source, at: instant, now, ...ears }, act, tell));
  }
  return totals;
}

function pollTime(text: string, now: Date): string {
  const instant = acceptInstant(text);
  if (instant === null)
    throw new Error(`--at: "${text}" is no instant: give RFC 3339 text such as 2026-11-22T08:30:00Z.`);
  if (Date.parse(instant) > latestTaken(now.getTime()))
    throw new Error(`--at: ${instant} lies in the future: say when LibreNMS read the sensors.`);
  return instant;
}

/** How often each file is gone over: devices, ports, addresses, neighbours, readings. */
const passes = 5;

/** The same with progress and complaints on the terminal. */
export async function runLibrenms(paths: readonly string[], flags: LibrenmsFlags, act: ActAs): Promise<ImportTotals> {
  const files = await listFiles(paths, '.json');
  if (files.length === 0) throw new Error(`There is no JSON file (*.json) in "${paths.join('", "')}".`);
  return reporting('librenms', files.length * passes, (report) => {
    let done = 0;
    return importLibrenms(files, flags, act, {
      tell: report.refuse,
      onFile: () => report.progress((done += 1)),
      onNotTaken: report.leaveOut,
    });
  });
}
