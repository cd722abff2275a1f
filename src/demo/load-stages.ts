import type { ActAs } from '../directory/act-as';
import { upsertOrganizations, upsertRegions } from '../directory/upsert-directory';
import { addressKind, prefixKind, vrfKind } from '../inventory/address-plan/address-plan.write';
import { deviceKind } from '../inventory/device/device.write';
import { informationSystemKind } from '../inventory/information-system/information-system.write';
import { interfaceKind } from '../inventory/interface/interface.write';
import { linkKind } from '../inventory/link/link.write';
import { siteKind } from '../inventory/site/site.write';
import { upsertRecords, type RecordKind, type SentRecord } from '../inventory/upsert-records';
import type { Refusal } from '../kernel/writing/refusal';
import type { Db } from '../kernel/postgres/session';
import { maxRecords } from '../kernel/writing/sent-batch';
import type { UpsertResult } from '../kernel/writing/upsert';
import type { DemoCountry } from './demo-country';
import { groupBy } from './group-by';
import { ranksOf, systemRecord } from './information-systems';
import { source, type Owned, type Port } from './model';
import { organizationRecords, regionRecords } from './organizations';
import type { Stage, Step } from './run-stages';
import { deviceRecord, interfaceRecord, linkRecord, siteRecord } from './records';

type Write = (db: Db) => Promise<Pick<UpsertResult, 'refused'>>;

/** A refused record is a fault of the demonstration itself: the load stops and names it. */
export function refuseNothing(what: string, refused: readonly Refusal[]): void {
  const [first] = refused;
  if (first) throw new Error(`The demonstration does not fit (${what}, record ${first.index}): ${first.message}`);
}

const step = (act: ActAs, what: string, weight: number, write: Write): Step => ({
  weight,
  run: async () => refuseNothing(what, (await act(write)).refused),
});

const directoryStage = <R>(
  act: ActAs,
  what: string,
  records: R[],
  write: (db: Db, batch: { records: R[] }) => Promise<UpsertResult>,
): Stage => ({ what, steps: [step(act, what, records.length, (db) => write(db, { records }))] });

/** Regions and organizations, each before those below it. */
export const directoryStages = (act: ActAs): Stage[] => [
  ...regionRecords.map((records) => directoryStage(act, 'regions', [...records], upsertRegions)),
  ...organizationRecords.map((records) => directoryStage(act, 'organizations', [...records], upsertOrganizations)),
];

/** Batches of one owner and at most a thousand records, the way every source writes. */
function stage<R extends SentRecord>(act: ActAs, what: string, kind: RecordKind<R>, records: Owned<R>[]): Stage {
  const byOwner = groupBy(records, ({ owner }) => owner);
  const steps = [...byOwner].flatMap(([owner, owned]) =>
    partsOf(owned, maxRecords).map((part) =>
      step(act, what, part.length, (db) =>
        upsertRecords(db, kind, { owner, source, records: part.map(({ record }) => record) }),
      ),
    ),
  );
  return { what, steps };
}

export function partsOf<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));
}

/** The whole inventory, what is referred to before what refers to it. */
export function inventoryStages(act: ActAs, { sites, devices, lines, plan, systems }: DemoCountry): Stage[] {
  const lineOf = new Map<Port, (typeof lines)[number]>(
    lines.flatMap((line) => [line.a, line.b].map((end) => [end, line])),
  );
  const ports = devices.flatMap((device) => device.ports);
  return [
    stage(act, 'sites', siteKind, sites.map(siteRecord)),
    stage(act, 'VRFs', vrfKind, plan.vrfs),
    stage(
      act,
      'devices',
      deviceKind,
      devices.map((device) => deviceRecord(device, plan.managementOf.get(device))),
    ),
    stage(
      act,
      'interfaces',
      interfaceKind,
      ports.map((port, i) => interfaceRecord(port, i, lineOf.get(port))),
    ),
    stage(act, 'links', linkKind, lines.map(linkRecord)),
    stage(act, 'prefixes', prefixKind, plan.prefixes),
    stage(act, 'addresses', addressKind, plan.addresses),
    ...ranksOf(systems).map((rank) => stage(act, 'information systems', informationSystemKind, rank.map(systemRecord))),
  ];
}
