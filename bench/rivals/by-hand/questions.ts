import { instantsOf, numbersOf } from './columns';
import { flag, instant, number, text, under } from './json';
import type { Cells, Plan, Statement } from './lane';
import { sql } from './statements';

/** What a request brings; each question takes its own part of it. */
export interface Ask {
  id?: string;
  after?: string | null;
  series?: string[];
  from?: string;
  to?: string;
}

export interface Question {
  plan: (ask: Ask, seesFew: boolean) => Plan;
  /** The value of data, as JSON. */
  data: (results: Cells[][]) => string;
}

const nobody = '00000000-0000-0000-0000-000000000000';
const statement = (name: string, values: unknown[]): Statement => ({ name, text: sql[name]!, values });

/** Statements over the keys in the first cell of the rows before. */
const ofEach =
  (...names: string[]) =>
  (rows: Cells[]): Statement[] =>
    names.map((name) => statement(name, [rows.map(([id]) => id)]));

export const questions: Record<string, Question> = {
  Q1: {
    plan: ({ id }) => ({ first: [statement('device', [id])] }),
    data: ([rows]) => `{"device":${rows![0] ? device(rows![0]) : 'null'}}`,
  },
  Q2: {
    plan: ({ after }, seesFew) => ({
      first: [statement(seesFew ? 'narrow page' : 'wide page', [after ?? nobody])],
      next: ofEach('interfaces', 'latest'),
    }),
    data: ([devices, interfaces, latest]) => devicePage(devices!, interfaces!, latest!),
  },
  Q3: {
    plan: ({ after }) => ({
      first: [statement('incidents', [after ?? nobody])],
      next: (rows) => [
        statement('affects', [rows.flatMap(({ 8: listed }) => devicesIn(listed!))]),
        ...ofEach('timeline')(rows),
      ],
    }),
    data: ([incidents, affects, timeline]) => incidentPage(incidents!, affects!, timeline!),
  },
  Q4: {
    plan: ({ series, from, to }) => ({ first: [statement('grid', [series, from, to])] }),
    data: ([rows]) => `{"samples":[${rows!.map(grid).join()}]}`,
  },
  Q5: {
    plan: ({ series, from, to }) => ({ first: [statement('raw', [series, from, to])] }),
    data: ([rows]) => `{"samples":[${rows!.map(raw).join()}]}`,
  },
  Q6: {
    plan: () => ({ first: [statement('devicesByRegion', []), statement('incidentsBySeverity', [])] }),
    data: ([devices, incidents]) =>
      `{"devices":[${devices!.map(devicesCounted).join()}],"incidents":[${incidents!.map(incidentsCounted).join()}]}`,
  },
};

const device = ([
  id,
  name,
  role,
  status,
  manufacturer,
  model,
  serial,
  address,
  site,
  code,
  siteName,
  region,
  regionCode,
  regionName,
]: Cells): string =>
  `{"id":"dev_${id}","name":${text(name!)},"role":"${role}","status":"${status}","manufacturer":${text(manufacturer!)},"model":${text(model!)},` +
  `"serial":${text(serial!)},"managementAddress":${text(address!)},"site":${
    site === null
      ? 'null'
      : `{"id":"sit_${site}","code":${text(code!)},"name":${text(siteName!)},"region":${
          region === null ? 'null' : `{"id":"reg_${region}","code":${text(regionCode!)},"name":${text(regionName!)}}`
        }}`
  }}`;

function devicePage(devices: Cells[], interfaces: Cells[], latest: Cells[]): string {
  const [portsOf, newestOf] = [under(interfaces), under(latest)];
  const nodes = devices.map(
    ([id, name, role, status, site, code, siteName]) =>
      `{"id":"dev_${id}","name":${text(name!)},"role":"${role}","status":"${status}","site":${
        site === null ? 'null' : `{"id":"sit_${site}","code":${text(code!)},"name":${text(siteName!)}}`
      },"interfaces":{"nodes":[${portsOf(id!).map(port).join()}]},"latest":[${newestOf(id!).map(newest).join()}]}`,
  );
  return `{"devices":{"nodes":[${nodes.join()}]}}`;
}

const port = ([, id, name, kind, enabled, speed]: Cells): string =>
  `{"id":"ifc_${id}","name":${text(name!)},"kind":${text(kind!)},"enabled":${flag(enabled!)},"speedBps":${number(speed!)}}`;
const newest = ([, metric, at, value, stale]: Cells): string =>
  `{"metric":{"name":"${metric}"},"timestamp":${instant(at!)},"value":${number(value!)},"stale":${flag(stale!)}}`;

/** Of what an incident lists, {dev_…,sit_…}. */
const devicesIn = (listed: string): string[] =>
  listed
    .slice(1, -1)
    .split(',')
    .filter((id) => id.startsWith('dev_'))
    .map((id) => id.slice(4));

function incidentPage(incidents: Cells[], affects: Cells[], timeline: Cells[]): string {
  const entriesOf = under(timeline);
  const devices = new Map(
    affects.map(([id, name, role]) => [id, `{"id":"dev_${id}","name":${text(name!)},"role":"${role}"}`]),
  );
  const nodes = incidents.map(
    ([id, reference, title, severity, state, detected, ownerCode, ownerName, listed]) =>
      `{"id":"inc_${id}","reference":${text(reference!)},"title":${text(title!)},"severity":"${severity}","state":"${state}",` +
      `"detectedAt":${instant(detected!)},"owner":{"code":${text(ownerCode!)},"name":${text(ownerName!)}},"affects":[${devicesIn(
        listed!,
      )
        .flatMap((device) => devices.get(device) ?? [])
        .join()}],"timeline":{"nodes":[${entriesOf(id!).map(entry).join()}]}}`,
  );
  return `{"incidents":{"nodes":[${nodes.join()}]}}`;
}

const entry = ([, id, at, kind, words, tlp]: Cells): string =>
  `{"id":"tml_${id}","at":${instant(at!)},"kind":"${kind}","text":${text(words!)},"tlp":"${tlp}"}`;

const grid = ([id, metric, timestamps, values, min, max]: Cells): string =>
  `{"series":{"id":"ser_${id}","metric":{"name":"${metric}"}},"timestamps":${instantsOf(timestamps!)},` +
  `"values":${numbersOf(values!)},"min":${numbersOf(min!)},"max":${numbersOf(max!)}}`;
const raw = ([id, metric, timestamps, values, flags]: Cells): string =>
  `{"series":{"id":"ser_${id}","metric":{"name":"${metric}"}},"timestamps":${instantsOf(timestamps!)},` +
  `"values":${numbersOf(values!)},"flags":${numbersOf(flags!)}}`;

const devicesCounted = ([code, name, status, count]: Cells): string =>
  `{"region":${code === null ? 'null' : `{"code":${text(code!)},"name":${text(name!)}}`},"status":"${status}","count":${count}}`;
const incidentsCounted = ([severity, count]: Cells): string => `{"severity":"${severity}","count":${count}}`;
